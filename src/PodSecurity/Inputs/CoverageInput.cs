using System.Collections;
using System.Management.Automation;
using PodSecurity.Api.Decoding;

namespace PodSecurity.Inputs;

/// <summary>Proposals of Get-PspCoverage: of this session, or as a file, a job or JSON brings them back.</summary>
internal static class CoverageInput
{
    /// <summary>The proposal that the object is; null when it is something else.</summary>
    /// <exception cref="ArgumentException">It is a proposal, and has lost what it needs.</exception>
    public static PspCoverage? Find(object item) => item switch
    {
        PspCoverage proposal => proposal,
        PSObject { BaseObject: PspCoverage proposal } => proposal,
        PSObject { BaseObject: PSCustomObject } fields when IsProposal(fields) => Read(fields),
        _ => null,
    };

    private static bool IsProposal(PSObject fields) =>
        Enum.GetNames<PspCoverageKind>().Contains(Text(fields, nameof(PspCoverage.Kind)))
        && fields.Properties[nameof(PspCoverage.Workloads)] is not null;

    private static PspCoverage Read(PSObject fields)
    {
        var proposal = new PspCoverage
        {
            Kind = Text(fields, nameof(PspCoverage.Kind))!,
            Policy = Text(fields, nameof(PspCoverage.Policy)),
            Namespace = Text(fields, nameof(PspCoverage.Namespace)) ?? "",
            ServiceAccount = Texts(fields, nameof(PspCoverage.ServiceAccount)),
            Group = Texts(fields, nameof(PspCoverage.Group)),
            NewPolicy = PolicyOf(fields.Properties[nameof(PspCoverage.NewPolicy)]?.Value),
            Workloads = Texts(fields, nameof(PspCoverage.Workloads)),
        };
        if (proposal.ServiceAccount.Any(name => name.Split(':') is not [{ Length: > 0 }, { Length: > 0 }]))
        {
            throw new ArgumentException("ServiceAccount is not NAMESPACE:NAME.");
        }
        return proposal.Kind != nameof(PspCoverageKind.NewPolicy) || proposal.NewPolicy is not null
            ? proposal
            : throw new ArgumentException("NewPolicy is no policy any more: CSV, and JSON that is not deep enough, lose what is within.");
    }

    private static PodSecurityPolicy? PolicyOf(object? value) => value switch
    {
        PodSecurityPolicy policy => policy,
        PSObject { BaseObject: PodSecurityPolicy policy } => policy,
        PSObject { BaseObject: PSCustomObject } => PolicyDecoder.Decode(new(ParsedObject.ToJson(value), new("input"))),
        _ => null,
    };

    private static string? Text(PSObject fields, string name) =>
        fields.Properties[name]?.Value?.ToString() is { Length: > 0 } text ? text : null;

    /// <remarks>A list of ours that became text is its items with semicolons between them.</remarks>
    private static string[] Texts(PSObject fields, string name) =>
        (fields.Properties[name]?.Value is PSObject wrapped ? wrapped.BaseObject : fields.Properties[name]?.Value) switch
        {
            null => [],
            string text => text.Split("; ", StringSplitOptions.RemoveEmptyEntries),
            IEnumerable items => [.. items.Cast<object?>().Select(item => $"{item}")],
            var other => [$"{other}"],
        };
}
