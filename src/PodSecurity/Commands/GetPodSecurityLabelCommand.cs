using System.Collections;
using System.Management.Automation;
using PodSecurity.Api;
using PodSecurity.Api.Decoding;
using PodSecurity.Completion;
using PodSecurity.Errors;
using PodSecurity.Hosting;
using PodSecurity.Inputs;

namespace PodSecurity.Commands;

/// <summary>The Pod Security labels of namespaces, what the API server makes of them, and what is wrong with them.</summary>
[Cmdlet(VerbsCommon.Get, "PodSecurityLabel")]
[OutputType(typeof(PodSecurityLabel))]
public sealed class GetPodSecurityLabelCommand : ClusterReadCommand
{
    /// <summary>Names of namespaces, or wildcards; default: all.</summary>
    [Parameter(Position = 0, ValueFromPipelineByPropertyName = true)]
    [Alias("Ns")]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(NamespaceCompleter))]
    public string[]? Namespace { get; set; }

    /// <summary>What the cluster's configuration says where no label does: enforce, enforce-version and so on.</summary>
    [Parameter]
    public Hashtable Default { get; set; } = [];

    protected override async Task ProcessRecordAsync()
    {
        var defaults = StandardArguments.Options(this, Default, [], [], []).Defaults;
        var gateway = await GatewayAsync();
        var names = new NameFilter(Namespace);
        await foreach (var document in gateway.ListAsync(ResourceTypes.Namespaces, null, StopToken))
        {
            if (NamespaceDecoder.Decode(document) is { } found && names.Matches(found.Name))
            {
                WriteObject(new PodSecurityLabel(found, defaults, gateway.Identity.Name));
            }
        }
        foreach (var name in names.Missing)
        {
            Report(ModuleError.NamespaceNotFound(name, gateway.Identity));
        }
    }
}
