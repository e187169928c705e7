using System.Management.Automation;
using PodSecurity.Cluster;
using PodSecurity.Completion;
using PodSecurity.Inputs;
using PodSecurity.Loading;

namespace PodSecurity.Hosting;

/// <summary>The base of the commands that talk to a cluster: how to reach it, and the gateway, opened when first asked for.</summary>
public abstract class ClusterCommand : PodSecurityCommand
{
    private IClusterGateway? _gateway;

    /// <summary>The kubeconfig context; default: the current one.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(ContextCompleter))]
    public string? Context { get; set; }

    /// <summary>The kubeconfig file; default: what KUBECONFIG lists, else the one in the home folder.</summary>
    [Parameter]
    public string? KubeConfig { get; set; }

    /// <summary>The user to act as (impersonation).</summary>
    [Parameter]
    public string? As { get; set; }

    /// <summary>The groups of the user to act as.</summary>
    [Parameter]
    public string[]? AsGroup { get; set; }

    /// <summary>How long one request may take: a TimeSpan, seconds, or text such as 30s or 2m.</summary>
    [Parameter]
    [DurationTransformation]
    public TimeSpan? RequestTimeout { get; set; }

    protected override object? FailureTarget => Context ?? KubeConfig ?? "current context";

    internal string? KubeConfigFile => KubeConfig is null ? null : ResolveFile(KubeConfig, nameof(KubeConfig));

    /// <summary>The cluster that the user named. Opened once for the whole command.</summary>
    protected async Task<IClusterGateway> GatewayAsync() =>
        _gateway ??= await ModuleSession.Current.Connect(ConnectionOptions(), new CommandLog(this), StopToken);

    protected virtual ClusterConnectionOptions ConnectionOptions() => new()
    {
        Context = Context,
        KubeConfig = KubeConfigFile,
        As = As,
        AsGroup = AsGroup ?? [],
        RequestTimeout = RequestTimeout,
        WorkingFolder = SessionState.Path.CurrentFileSystemLocation.ProviderPath,
    };

    protected override void Dispose(bool disposing)
    {
        // A gateway closes connections; nothing of it needs the pipeline thread.
        _gateway?.DisposeAsync().AsTask().GetAwaiter().GetResult();
        _gateway = null;
        base.Dispose(disposing);
    }
}
