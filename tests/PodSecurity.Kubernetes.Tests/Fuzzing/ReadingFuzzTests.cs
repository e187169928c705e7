using System.Text;
using PodSecurity.Access;
using PodSecurity.Api;
using PodSecurity.Api.Decoding;
using PodSecurity.Cluster;
using PodSecurity.Kubernetes.Backups;
using PodSecurity.Kubernetes.Gateway;
using PodSecurity.Kubernetes.Serialization;
using PodSecurity.Manifests;
using PodSecurity.Validation;
using PodSecurity.Verdicts;

namespace PodSecurity.Kubernetes.Tests.Fuzzing;

/// <summary>
/// However a file is damaged, reading it and working with what could be read ends, takes little memory, and fails only as callers know.
/// </summary>
public sealed class ReadingFuzzTests : IDisposable
{
    /// <summary>What reading a text of a few kilobytes may allocate.</summary>
    private const long MostAllocated = 64 * 1024 * 1024;

    /// <summary>No file of this size needs so long. Whatever asks the token ends then, and what does not hangs for all to see.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("workloads")]
    [InlineData("policies")]
    [InlineData("roles")]
    [InlineData("snapshots")]
    [InlineData("backups")]
    public async Task Reading_ends_and_fails_only_as_callers_know(string kind)
    {
        TestContext.Current.SendDiagnosticMessage("Fuzzing {0}: {1} texts, seed {2}", kind, FuzzSettings.Count, FuzzSettings.Seed);
        var texts = FuzzTexts.Of(kind);
        for (var number = 0; number < FuzzSettings.Count; number++)
        {
            var mutation = new Mutation(new Random(HashCode(FuzzSettings.Seed, number)));
            var bytes = mutation.Of(texts[number % texts.Length]);
            await TryAsync(kind, bytes, $"PODSECURITY_TEST_SEED={FuzzSettings.Seed}, number {number}");
        }
    }

    private async Task TryAsync(string kind, byte[] bytes, string which)
    {
        using var budget = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        budget.CancelAfter(Patience);
        var before = GC.GetAllocatedBytesForCurrentThread();
        try
        {
            await ReadAsync(kind, bytes, budget.Token);
        }
        catch (Exception error) when (error is ManifestException or ClusterException)
        {
            Assert.NotEmpty(error.Message);
        }
        catch (Exception error)
        {
            Assert.Fail($"{which}, {kind}: {error}\n{Encoding.UTF8.GetString(bytes)}\n{Convert.ToBase64String(bytes)}");
        }
        var allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        Assert.True(allocated < MostAllocated, $"{which}, {kind}: {allocated} bytes allocated for\n{Encoding.UTF8.GetString(bytes)}");
    }

    private async Task ReadAsync(string kind, byte[] bytes, CancellationToken cancellationToken)
    {
        switch (kind)
        {
            case "workloads":
                Each(bytes, WorkloadDecoder.Decode, Judge, cancellationToken);
                break;
            case "policies":
                Each(bytes, PolicyDecoder.Decode, Use, cancellationToken);
                break;
            case "roles":
                ReadRoles(bytes, cancellationToken);
                break;
            case "snapshots":
                await ReadSnapshotAsync(Written(bytes), cancellationToken);
                break;
            case "backups":
                Assert.DoesNotContain(
                    Backup.Read(Written(bytes), "backup.yaml", acceptUnmarked: true, cancellationToken), state => state.Name is null);
                break;
        }
    }

    private string Written(byte[] bytes)
    {
        var path = _folder.PathOf("file");
        File.WriteAllBytes(path, bytes);
        return path;
    }

    private static void Judge(Workload workload)
    {
        var result = new PodTest([Policy], new() { Explain = true, Namespace = "default" }).Test(workload);
        _ = (result.Message, result.Explanation.Count, result.GetAdmittedPod());
    }

    private static void Use(PodSecurityPolicy policy)
    {
        Assert.NotNull(PspValidator.Validate(policy).Warnings);
        Assert.NotNull(ManifestWriter.ToYaml(policy));
        _ = new PodTest([policy], new() { Namespace = "default" }).Test(Pod).Message;
    }

    private static void ReadRoles(byte[] bytes, CancellationToken cancellationToken)
    {
        var (roles, bindings) = (new List<RbacRole>(), new List<RbacBinding>());
        Each(bytes, RbacDecoder.DecodeRole, roles.Add, cancellationToken);
        Each(bytes, RbacDecoder.DecodeBinding, bindings.Add, cancellationToken);
        var access = new PolicyAccess(roles, bindings);
        Assert.DoesNotContain(access.Grants(["a"]), grant => grant.ToString().Length == 0);
        access.MayUse(PolicyIdentity.ForServiceAccount("team", "default"), "team", "a");
    }

    private static async Task ReadSnapshotAsync(string path, CancellationToken cancellationToken)
    {
        await using var snapshot = await ClusterGatewayFactory.ConnectAsync(
            new() { Snapshot = path }, new RecordingLog(), cancellationToken);
        var judge = new PodTest(await PolicyStateReader.ReadAsync(snapshot, cancellationToken), new() { Namespace = "default" });
        await foreach (var attempt in DecodeAhead.Of(
            snapshot.ListAsync(ResourceTypes.Pods, null, cancellationToken), WorkloadDecoder.Decode, cancellationToken))
        {
            _ = attempt.Value is { } pod ? judge.Test(pod).Message : attempt.Error?.Message;
        }
    }

    private static void Each<T>(byte[] bytes, Func<ManifestDocument, T?> decode, Action<T> use, CancellationToken cancellationToken)
        where T : class
    {
        foreach (var document in ManifestReader.ReadStream(new MemoryStream(bytes), "in", Told, cancellationToken))
        {
            T? decoded = null;
            try
            {
                decoded = decode(document);
            }
            catch (ManifestException fault)
            {
                Told(fault);
            }
            if (decoded is not null)
            {
                use(decoded);
            }
        }

        static void Told(ManifestException fault) => Assert.StartsWith("in", fault.Message, StringComparison.Ordinal);
    }

    private static int HashCode(int seed, int number) => unchecked(seed * 31 + number * 7919);

    private static T Decoded<T>(string json, Func<ManifestDocument, T?> decode) where T : class =>
        decode(new ManifestDocument(Encoding.UTF8.GetBytes(json), new DocumentSource("built in")))!;

    private static PodSecurityPolicy Policy { get; } = Decoded(
        """{"apiVersion":"policy/v1beta1","kind":"PodSecurityPolicy","metadata":{"name":"p"},"spec":{"runAsUser":{"rule":"MustRunAs","ranges":[{"min":1,"max":2}]},"seLinux":{"rule":"RunAsAny"},"fsGroup":{"rule":"MustRunAs","ranges":[{"min":1,"max":2}]},"supplementalGroups":{"rule":"RunAsAny"},"volumes":["*"]}}""",
        PolicyDecoder.Decode);

    private static Workload Pod { get; } = Decoded(
        """{"apiVersion":"v1","kind":"Pod","metadata":{"name":"p"},"spec":{"hostNetwork":true,"containers":[{"name":"c","securityContext":{"privileged":true,"capabilities":{"add":["CHOWN"]}}}]}}""",
        WorkloadDecoder.Decode);
}
