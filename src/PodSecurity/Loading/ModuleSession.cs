using System.Management.Automation.Runspaces;
using System.Runtime.CompilerServices;
using PodSecurity.Change;
using PodSecurity.Cluster;
using PodSecurity.Kubernetes.Gateway;

namespace PodSecurity.Loading;

/// <summary>Opens a cluster or a snapshot.</summary>
internal delegate Task<IClusterGateway> Connector(ClusterConnectionOptions options, IClusterLog log, CancellationToken cancellationToken);

/// <summary>What the module remembers for one runspace; it goes when the runspace goes.</summary>
internal sealed class ModuleSession
{
    private static readonly ConditionalWeakTable<Runspace, ModuleSession> Sessions = [];

    /// <summary>The session of the runspace that runs on this thread.</summary>
    public static ModuleSession Current => Of(Runspace.DefaultRunspace);

    public static ModuleSession Of(Runspace runspace) => Sessions.GetValue(runspace, _ => new());

    /// <summary>What completion has learnt.</summary>
    public NameCache Names { get; } = new();

    /// <summary>The warnings about connections that have been said; each is said once. Used on the runspace's own thread only.</summary>
    public ISet<string> Warnings { get; } = new HashSet<string>(StringComparer.Ordinal);

    /// <summary>How commands reach a cluster.</summary>
    public Connector Connect { get; set; } = (options, log, cancellationToken) => ClusterGatewayFactory.ConnectAsync(
        options, log, cancellationToken);

    /// <summary>How long changes wait when something goes wrong.</summary>
    public ChangeTiming Timing { get; set; } = ChangeTiming.Default;

    /// <summary>Where a file goes that must be written and cannot be at the current location.</summary>
    public Func<IEnumerable<string>> FallbackFolders { get; set; } = () =>
        new[] { Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), Path.GetTempPath() }.Where(folder => folder.Length > 0);
}
