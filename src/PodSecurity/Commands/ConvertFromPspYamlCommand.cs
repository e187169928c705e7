using System.Management.Automation;
using PodSecurity.Hosting;
using PodSecurity.Inputs;
using PodSecurity.Manifests;

namespace PodSecurity.Commands;

/// <summary>Reads policies from YAML or JSON text.</summary>
[Cmdlet(VerbsData.ConvertFrom, "PspYaml")]
[OutputType(typeof(PodSecurityPolicy))]
public sealed class ConvertFromPspYamlCommand : PodSecurityCommand
{
    private readonly ManifestInput _input;

    public ConvertFromPspYamlCommand() => _input = new(this, StopToken);

    /// <summary>The text: as a whole, or line by line.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true)]
    [AllowEmptyString]
    public string[] InputObject { get; set; } = [];

    protected override Task ProcessRecordAsync()
    {
        WritePolicies(InputObject.SelectMany(_input.FromPipeline));
        return Task.CompletedTask;
    }

    protected override Task EndProcessingAsync()
    {
        WritePolicies(_input.FromRestOfPipeline());
        return Task.CompletedTask;
    }

    private void WritePolicies(IEnumerable<ManifestDocument> documents)
    {
        foreach (var policy in _input.Policies(documents))
        {
            WriteObject(policy);
        }
    }
}
