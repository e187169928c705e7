using System.Management.Automation;
using PodSecurity.Api;
using PodSecurity.Cluster;
using PodSecurity.Completion;
using PodSecurity.Errors;
using PodSecurity.Hosting;
using PodSecurity.Inputs;
using PodSecurity.Manifests;
using PodSecurity.Migration;
using PodSecurity.Verdicts;

namespace PodSecurity.Commands;

/// <summary>
/// The level of the Pod Security Standards that a policy means, or that each namespace can bear, with all in which they differ.
/// </summary>
[Cmdlet(VerbsData.ConvertTo, "PodSecurityStandard", DefaultParameterSetName = NamespaceSet)]
[OutputType(typeof(PssConversion))]
public sealed class ConvertToPodSecurityStandardCommand : ClusterReadCommand
{
    private const string NamespaceSet = "Namespace";
    private const string InputObjectSet = "InputObject";
    private const string PathSet = "Path";
    private const string LiteralPathSet = "LiteralPath";

    private readonly ManifestInput _input;
    private StandardConversion _conversion = null!;

    public ConvertToPodSecurityStandardCommand() => _input = new(this, StopToken);

    /// <summary>Policies in any form: objects of ours, text, files, parsed objects.</summary>
    [Parameter(Mandatory = true, ParameterSetName = InputObjectSet, ValueFromPipeline = true)]
    [AllowNull]
    [AllowEmptyString]
    [AllowEmptyCollection]
    public object? InputObject { get; set; }

    /// <summary>Files or folders with policies.</summary>
    [Parameter(Mandatory = true, Position = 0, ParameterSetName = PathSet)]
    [SupportsWildcards]
    public string[] Path { get; set; } = [];

    /// <summary>Files or folders whose names are taken as they are.</summary>
    [Parameter(Mandatory = true, ParameterSetName = LiteralPathSet, ValueFromPipelineByPropertyName = true)]
    [Alias("PSPath")]
    public string[] LiteralPath { get; set; } = [];

    /// <summary>Names of namespaces of the cluster or snapshot, or wildcards; default: all.</summary>
    [Parameter(ParameterSetName = NamespaceSet)]
    [Alias("Ns")]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(NamespaceCompleter))]
    public string[]? Namespace { get; set; }

    /// <summary>The version of the standards, v1.0 and on, or latest.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(StandardVersionCompleter))]
    public string Version { get; set; } = "latest";

    protected override Task BeginProcessingAsync()
    {
        _conversion = new(StandardArguments.Versions(this, [Version])[0]) { Unreadable = ReportUnreadable };
        return Task.CompletedTask;
    }

    protected override Task ProcessRecordAsync()
    {
        switch (ParameterSetName)
        {
            case InputObjectSet: Convert(_input.FromPipeline(InputObject)); break;
            case PathSet: Convert(_input.FromPaths(Path)); break;
            case LiteralPathSet: Convert(_input.FromLiteralPaths(LiteralPath)); break;
        }
        return Task.CompletedTask;
    }

    protected override Task EndProcessingAsync()
    {
        Convert(_input.FromRestOfPipeline());
        return ParameterSetName == NamespaceSet ? ConvertNamespacesAsync() : Task.CompletedTask;
    }

    private void Convert(IEnumerable<ManifestDocument> documents)
    {
        foreach (var policy in _input.Policies(documents))
        {
            WriteObject(_conversion.Of(policy));
        }
    }

    private async Task ConvertNamespacesAsync()
    {
        var gateway = await GatewayAsync();
        var names = new NameFilter(Namespace);
        var single = Namespace is [var only] && !WildcardPattern.ContainsWildcardCharacters(only) ? WildcardPattern.Unescape(only) : null;
        if (single is not null && await gateway.GetAsync(ResourceTypes.Namespaces, null, single, StopToken) is null)
        {
            Report(ModuleError.NamespaceNotFound(single, gateway.Identity));
            return;
        }
        var progress = new CommandProgress(this, $"Judging the workloads of {gateway.Identity}");
        progress.Report("reading");
        foreach (var conversion in await _conversion.OfNamespacesAsync(gateway, await PoliciesAsync(gateway), single, StopToken))
        {
            if (names.Matches(conversion.Namespace!))
            {
                WriteObject(conversion);
            }
        }
        progress.Complete();
        foreach (var name in names.Missing)
        {
            Report(ModuleError.NamespaceNotFound(name, gateway.Identity));
        }
    }

    /// <summary>None on a cluster without PSP; without the right to see them, the level still is what the pods bear.</summary>
    private async Task<IReadOnlyList<PodSecurityPolicy>> PoliciesAsync(IClusterGateway gateway)
    {
        try
        {
            if (await gateway.ServesAsync(ResourceTypes.PodSecurityPolicies, StopToken))
            {
                return await PolicyStateReader.ReadPoliciesAsync(gateway, StopToken, ReportUnreadable);
            }
            WriteVerbose($"{gateway.Identity} serves no PodSecurityPolicy: there is nothing to compare levels with.");
        }
        catch (ClusterException e) when (e.Failure == ClusterFailure.Forbidden)
        {
            WriteWarning($"What the levels leave open is not known: {e.Message}");
        }
        return [];
    }
}
