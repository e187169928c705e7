using BenchmarkDotNet.Attributes;
using PodSecurity.Admission;
using PodSecurity.Api.Decoding;
using PodSecurity.Kubernetes.Serialization;
using PodSecurity.Manifests;

namespace PodSecurity.Benchmarks;

/// <summary>From a file, a JSON list of ordinary pods, to the verdict on each. Times and bytes are for one pod.</summary>
[MemoryDiagnoser]
public class BytesToVerdictBenchmark
{
    public const int PodCount = 50_000;

    private readonly PspAdmission _admission = new([
        new PodSecurityPolicy
        {
            Metadata = { Name = "restricted" },
            Spec =
            {
                RequiredDropCapabilities = ["ALL"],
                Volumes = ["configMap", "emptyDir", "secret", "projected", "persistentVolumeClaim"],
                SELinux = new SELinuxRule { Rule = "RunAsAny" },
                RunAsUser = new IDRule { Rule = "MustRunAsNonRoot" },
                FSGroup = new IDRule { Rule = "RunAsAny" },
                SupplementalGroups = new IDRule { Rule = "RunAsAny" },
                AllowPrivilegeEscalation = false,
                ReadOnlyRootFilesystem = true,
            },
        },
    ]);

    private string _file = "";

    [GlobalSetup]
    public void WriteFile() => _file = OrdinaryPods.WriteList(PodCount);

    [GlobalCleanup]
    public void DeleteFile() => File.Delete(_file);

    [Benchmark(OperationsPerInvoke = PodCount)]
    public async Task<int> FileToVerdicts()
    {
        var count = 0;
        await foreach (var _ in Verdicts(_file))
        {
            count++;
        }
        return count;
    }

    [Benchmark(OperationsPerInvoke = PodCount)]
    public int FileToDocuments() => ManifestReader.ReadFile(_file, _file, ManifestReader.Throw, CancellationToken.None).Count();

    internal async IAsyncEnumerable<AdmissionDecision> Verdicts(string file)
    {
        var documents = ManifestReader.ReadFile(file, file, ManifestReader.Throw, CancellationToken.None);
        await foreach (var attempt in DecodeAhead.Of(documents, WorkloadDecoder.Decode, CancellationToken.None))
        {
            yield return _admission.Evaluate(attempt.Value!.Pod, _admission.All);
        }
    }
}
