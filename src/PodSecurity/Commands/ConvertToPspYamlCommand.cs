using System.Management.Automation;
using PodSecurity.Change;
using PodSecurity.Hosting;
using PodSecurity.Inputs;
using PodSecurity.Kubernetes.Serialization;
using PodSecurity.Manifests;

namespace PodSecurity.Commands;

/// <summary>Writes policies as YAML that kubectl applies; several become one stream of documents.</summary>
[Cmdlet(VerbsData.ConvertTo, "PspYaml")]
[OutputType(typeof(string))]
public sealed class ConvertToPspYamlCommand : PodSecurityCommand
{
    private readonly ManifestInput _input;
    private string _separator = "";

    public ConvertToPspYamlCommand() => _input = new(this, StopToken);

    /// <summary>Policies in any form: objects of ours, text, files, parsed objects.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true)]
    public object[] InputObject { get; set; } = [];

    /// <summary>
    /// Also what only a server writes (uid, resourceVersion, managedFields, ...) and kubectl's note of what it applied last.
    /// </summary>
    [Parameter]
    public SwitchParameter Full { get; set; }

    protected override Task ProcessRecordAsync()
    {
        WriteYaml(InputObject.SelectMany(_input.FromPipeline));
        return Task.CompletedTask;
    }

    protected override Task EndProcessingAsync()
    {
        WriteYaml(_input.FromRestOfPipeline());
        return Task.CompletedTask;
    }

    private void WriteYaml(IEnumerable<ManifestDocument> documents)
    {
        foreach (var policy in _input.Policies(documents))
        {
            WriteObject(_separator + ManifestWriter.ToYaml(Full ? PolicyBody.Whole(policy) : PolicyBody.ForFile(policy)).TrimEnd('\n'));
            _separator = "---\n";
        }
    }
}
