using System.Diagnostics;
using PodSecurity.Api;
using PodSecurity.Kubernetes.Gateway;

namespace PodSecurity.Cluster.Tests;

/// <summary>
/// A real API server with PodSecurityPolicy, one for all tests: that of the kubeconfig in PODSECURITY_TEST_KUBECONFIG, or one that
/// tests/cluster starts. A machine that can have none skips the tests and says why; in CI (<c>CI=true</c>) they must run.
/// </summary>
public sealed class RealCluster : IAsyncLifetime
{
    private const string KubeConfigVariable = "PODSECURITY_TEST_KUBECONFIG";

    // The exit code of up.sh on a machine that can have no cluster.
    private const int NotPossible = 3;

    private string? _kubeConfig;
    private string? _folder;
    private string? _whyNot;

    /// <summary>The path of the kubeconfig, as an administrator; skips the test when there is no cluster.</summary>
    public string KubeConfig
    {
        get
        {
            Assert.SkipWhen(_kubeConfig is null, $"No cluster: {_whyNot}");
            return _kubeConfig!;
        }
    }

    /// <summary>A connection of a context of the kubeconfig; null: the current one, an administrator.</summary>
    public Task<IClusterGateway> ConnectAsync(string? context = null) => ClusterGatewayFactory.ConnectAsync(
        new ClusterConnectionOptions { KubeConfig = KubeConfig, Context = context }, new SilentLog(),
            TestContext.Current.CancellationToken);

    /// <summary>
    /// A connection of the administrator, acting as somebody else; the groups that the server adds by itself are not asked for.
    /// </summary>
    public Task<IClusterGateway> ConnectAsAsync(PolicyIdentity identity) => ClusterGatewayFactory.ConnectAsync(
        new ClusterConnectionOptions { KubeConfig = KubeConfig, As = identity.User, AsGroup = [.. identity.Groups.Except(
            Implied(identity))] },
        new SilentLog(),
        TestContext.Current.CancellationToken);

    public static Task<IClusterGateway> OpenSnapshotAsync(string path) =>
        ClusterGatewayFactory.ConnectAsync(
            new ClusterConnectionOptions { Snapshot = path }, new SilentLog(), TestContext.Current.CancellationToken);

    public async ValueTask InitializeAsync()
    {
        _kubeConfig = Environment.GetEnvironmentVariable(KubeConfigVariable) is { Length: > 0 } given ? given : await StartAsync();
        if (_kubeConfig is null && Environment.GetEnvironmentVariable("CI") == "true")
        {
            throw new InvalidOperationException($"CI needs a cluster: {_whyNot}");
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (_folder is not null)
        {
            await RunAsync("down.sh", _folder);
        }
    }

    private static IReadOnlyList<string> Implied(PolicyIdentity identity) => PolicyIdentity.ForUser(identity.User).Groups;

    private async Task<string?> StartAsync()
    {
        if (!OperatingSystem.IsLinux())
        {
            _whyNot = $"tests/cluster needs Linux; set {KubeConfigVariable} to use another cluster.";
            return null;
        }

        _folder = Directory.CreateTempSubdirectory("podsecurity-cluster-").FullName;
        var (exitCode, output, errors) = await RunAsync("up.sh", "--until", $"{Environment.ProcessId}", _folder);
        _whyNot = errors.Trim();
        return exitCode switch
        {
            0 => output.Trim(),
            NotPossible => null,
            _ => throw new InvalidOperationException($"tests/cluster/up.sh failed: {_whyNot}"),
        };
    }

    private static async Task<(int ExitCode, string Output, string Errors)> RunAsync(string script, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(Path.Combine(Repository.Root, "tests", "cluster", script), arguments)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        var errors = process.StandardError.ReadToEndAsync();
        var output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        return (process.ExitCode, output, await errors);
    }

    private sealed class SilentLog : IClusterLog
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

/// <summary>The tests that share the cluster; they run one after the other.</summary>
[CollectionDefinition(Name)]
public sealed class ClusterCollection : ICollectionFixture<RealCluster>
{
    public const string Name = "real cluster";
}
