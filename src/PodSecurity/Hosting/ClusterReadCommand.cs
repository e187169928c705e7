using System.Management.Automation;
using PodSecurity.Cluster;

namespace PodSecurity.Hosting;

/// <summary>The base of the commands that only read a cluster: they read a snapshot just as well.</summary>
public abstract class ClusterReadCommand : ClusterCommand
{
    /// <summary>A snapshot file to read instead of a cluster.</summary>
    [Parameter]
    public string? Snapshot { get; set; }

    protected override object? FailureTarget => Snapshot ?? base.FailureTarget;

    protected override ClusterConnectionOptions ConnectionOptions() =>
        base.ConnectionOptions() with { Snapshot = Snapshot is null ? null : ResolveFile(Snapshot, nameof(Snapshot)) };
}
