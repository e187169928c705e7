using System.Management.Automation;
using System.Text;
using PodSecurity.Commands.Shared;
using PodSecurity.Errors;
using PodSecurity.Hosting;
using PodSecurity.Kubernetes.Files;
using PodSecurity.SmokeTests;

namespace PodSecurity.Commands;

/// <summary>Writes a Pester file that holds a cluster to what it is now: policies, grants, example pods, labels of namespaces.</summary>
[Cmdlet(VerbsCommon.New, "PspSmokeTest", SupportsShouldProcess = true)]
[OutputType(typeof(FileInfo))]
public sealed class NewPspSmokeTestCommand : ClusterReadCommand
{
    private const string Extension = ".Tests.ps1";

    /// <summary>The file to write; Pester looks for names that end in .Tests.ps1.</summary>
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
            await WriteAsync(file);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            ThrowTerminatingError(ModuleError.SmokeTestNotWritten(Path, e));
        }
    }

    private async Task WriteAsync(string file)
    {
        var gateway = await GatewayAsync();
        var test = await SmokeTestReader.ReadAsync(
            gateway, () => ExistingAccounts.ReadAsync(gateway, WriteVerbose, StopToken), StopToken);
        if (!test.ServesPolicies)
        {
            WriteWarning($"{gateway.Identity} has no PodSecurityPolicy: the test is about the labels of namespaces alone.");
        }
        if (!file.EndsWith(Extension, StringComparison.OrdinalIgnoreCase))
        {
            WriteWarning($"Invoke-Pester finds files that are named {Extension} by itself; {Path} has to be named to it.");
        }
        if (!ShouldProcess($"{Path} ({gateway.Identity})", "Write a smoke test"))
        {
            return;
        }
        Publish(file, SmokeTestScript.Write(test, file, Source, Context, KubeConfigFile, ConnectionOptions().Snapshot));
        if (PassThru)
        {
            // As Get-Item gives it: the view of files needs what the provider adds.
            WriteObject(InvokeProvider.Item.Get([file], force: true, literalPath: true), enumerateCollection: true);
        }
    }

    // Not where it lay: the file shall be the same on every machine.
    private string Source => Snapshot is not null ? $"the snapshot {System.IO.Path.GetFileName(Snapshot.TrimEnd('/', '\\'))}"
        : Context is not null ? $"the cluster of the context {Context}"
        : "a cluster";

    private void Publish(string file, string script)
    {
        using var target = new NewFile(file, isPrivate: false);
        target.Content.Write(Encoding.UTF8.GetBytes(script));
        target.Publish(Force);
    }
}
