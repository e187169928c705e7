using System.Management.Automation;
using PodSecurity.Cluster;
using PodSecurity.Errors;
using PodSecurity.Hosting;
using PodSecurity.Kubernetes.Files;
using PodSecurity.Kubernetes.Snapshots;

namespace PodSecurity.Commands;

/// <summary>
/// Writes what decides about pods, and what makes them, into one file that every reading command takes instead of a cluster.
/// </summary>
[Cmdlet(VerbsData.Export, "PodSecuritySnapshot", SupportsShouldProcess = true)]
[OutputType(typeof(FileInfo))]
public sealed class ExportPodSecuritySnapshotCommand : ClusterCommand
{
    /// <summary>The file: JSON, or YAML when named .yaml or .yml; compressed when the name ends in .gz.</summary>
    [Parameter(Mandatory = true, Position = 0)]
    public string Path { get; set; } = "";

    /// <summary>Replaces an existing file.</summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    /// <summary>Gives the file that was written.</summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    protected override async Task EndProcessingAsync()
    {
        var file = ResolveFile(Path, nameof(Path));
        try
        {
            FileTarget.Check(file);
            if (File.Exists(file) && !Force)
            {
                ThrowTerminatingError(ModuleError.FileExists(Path));
            }
            await ExportAsync(file);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            ThrowTerminatingError(ModuleError.SnapshotNotWritten(Path, e));
        }
    }

    private async Task ExportAsync(string file)
    {
        var gateway = await GatewayAsync();
        if (!ShouldProcess($"{Path} ({gateway.Identity})", "Export a snapshot"))
        {
            return;
        }
        await WriteAsync(gateway, file);
        if (PassThru)
        {
            // As Get-Item gives it: the view of files needs what the provider adds.
            WriteObject(InvokeProvider.Item.Get([file], force: true, literalPath: true), enumerateCollection: true);
        }
    }

    private async Task WriteAsync(IClusterGateway gateway, string file)
    {
        var progress = new CommandProgress(this, $"Exporting {gateway.Identity}");
        // Another thread may report the last objects when the file is complete already; counts only grow, so nothing is lost.
        var counts = await SnapshotWriter.WriteAsync(
            gateway, file, Force, written => OnPipelineThread(() => progress.Report($"{written.Type.Plural}: {written.Count}")), StopToken);
        progress.Complete();
        foreach (var (type, count) in counts)
        {
            WriteVerbose($"{type}: {count}");
        }
    }
}
