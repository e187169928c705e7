using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using PodSecurity.Api;
using PodSecurity.Api.Decoding;
using PodSecurity.Cluster;
using PodSecurity.Eks;
using PodSecurity.Impact;
using PodSecurity.Kubernetes.Gateway;
using PodSecurity.Presets;
using PodSecurity.Verdicts;

namespace PodSecurity.Benchmarks;

/// <summary>
/// What the impact analysis costs on a large cluster: 20,000 pods of 2,000 Deployments, from a snapshot as kubectl gives it.
/// </summary>
internal static class ImpactRun
{
    private const int Templates = 2000;
    private const int Pods = 20_000;

    public static async Task RunAsync()
    {
        var path = WriteSnapshot();
        try
        {
            Console.WriteLine($"snapshot: {new FileInfo(path).Length / 1_000_000} MB");
            for (var round = 0; round < 3; round++)
            {
                await MeasureAsync(path).ConfigureAwait(false);
            }
        }
        finally
        {
            File.Delete(path);
        }
    }

    private static async Task MeasureAsync(string path)
    {
        var watch = Stopwatch.StartNew();
        var processor = Environment.CpuUsage.TotalTime;
        await using var snapshot = await ClusterGatewayFactory.ConnectAsync(
            new() { Snapshot = path }, new SilentLog(), CancellationToken.None).ConfigureAwait(false);
        var current = await PolicyStateReader.ReadAsync(snapshot, CancellationToken.None).ConfigureAwait(false);
        var impact = new ClusterImpact(snapshot, current, EksDefaultObjects.PolicyChange.ApplyTo(current));
        var summary = new PspChangeSummary();
        await foreach (var result in impact.ResultsAsync(CancellationToken.None).ConfigureAwait(false))
        {
            summary.Add(result);
        }
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{summary}: {watch.Elapsed.TotalSeconds:F2} s, processor {(Environment.CpuUsage.TotalTime - processor).TotalSeconds:F2} s, "
            + $"heap {GC.GetTotalMemory(forceFullCollection: true) / 1_000_000} MB, peak "
            + $"{Process.GetCurrentProcess().PeakWorkingSet64 / 1_000_000} MB"));
    }

    internal static string WriteSnapshot()
    {
        var path = Path.GetTempFileName();
        using var file = new StreamWriter(path);
        file.Write("{\"apiVersion\":\"v1\",\"kind\":\"List\",\"items\":[\n");
        file.Write(string.Join(",\n", Rules()));
        for (var i = 0; i < Templates; i++)
        {
            file.Write($",\n{Deployment(i)},\n{ReplicaSet(i)}");
        }
        for (var i = 0; i < Pods; i++)
        {
            var (own, shared) = ($"0b0f0f32-91ad-4f5e-8a01-{i:x12}", $"0b0f0f32-91ad-4f5e-8a01-{i % Templates:x12}");
            file.Write(",\n");
            file.Write(OrdinaryPods.Pod(i).Replace($"\"{own}\"", $"\"{shared}\"", StringComparison.Ordinal));
        }
        file.Write("\n]}\n");
        return path;
    }

    private static IEnumerable<string> Rules()
    {
        var restricted = RestrictivePsp.Build(new() { Name = "restricted" });
        RbacRole role =
            new() { Metadata = new() { Name = "restricted" },
                Rules = [new() { ApiGroups = ["policy"], Resources = ["podsecuritypolicies"], Verbs = ["use"],
                    ResourceNames = ["restricted"] }] };
        RbacBinding binding = new() { Metadata = new() { Name = "restricted" }, RoleRef = new() { Name = "restricted" },
            Subjects = [new() { Kind = "Group", Name = "system:serviceaccounts" }] };
        var json = KubernetesJson.Default;
        return
        [
            JsonSerializer.Serialize(EksDefault.Policy(), json.PodSecurityPolicy), JsonSerializer.Serialize(
                restricted, json.PodSecurityPolicy),
            JsonSerializer.Serialize(EksDefault.ClusterRole(), json.RbacRole), JsonSerializer.Serialize(role, json.RbacRole),
            JsonSerializer.Serialize(EksDefault.ClusterRoleBinding(), json.RbacBinding), JsonSerializer.Serialize(
                binding, json.RbacBinding),
        ];
    }

    private static string Deployment(int i) => Workload("Deployment", i, $"11111111-91ad-4f5e-8a01-{i:x12}", "");

    private static string ReplicaSet(int i) => Workload(
        "ReplicaSet", i, $"0b0f0f32-91ad-4f5e-8a01-{i:x12}",
        $$""","ownerReferences":[{"apiVersion":"apps/v1","kind":"Deployment","name":"web-{{i}}","uid":"11111111-91ad-4f5e-8a01-{{i:x12}}","controller":true}]""");

    // One in ten runs as root, which the restricted policy refuses.
    private static string Workload(string kind, int i, string uid, string owner) => $$$$"""
        {"apiVersion":"apps/v1","kind":"{{{{kind}}}}","metadata":{"name":"web-{{{{i}}}}","namespace":"team-{{{{i % 25}}}}","uid":"{{{{uid}}}}"{{{{owner}}}}},"spec":{"template":{"spec":{"serviceAccountName":"web-{{{{i % 40}}}}","containers":[{"name":"app","image":"i","securityContext":{"allowPrivilegeEscalation":false,"runAsUser":{{{{(i % 10 == 0 ? 0 : 10001)}}}}}}]}} }}
        """;

    internal sealed class SilentLog : IClusterLog
    {
        public void Verbose(string message)
        {
        }

        public void Debug(string message)
        {
        }

        public void Information(string message)
        {
        }

        public void Warning(string message)
        {
        }
    }
}
