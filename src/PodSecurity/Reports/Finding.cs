using System.Text.Json.Serialization;

namespace PodSecurity.Reports;

/// <summary>How bad a verdict is.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<FindingLevel>))]
internal enum FindingLevel
{
    Pass,

    /// <summary>Good to know; nothing was demanded that is not met.</summary>
    Note,

    /// <summary>Let in, and not as it should be.</summary>
    Warning,

    /// <summary>Refused, or would be.</summary>
    Error,
}

/// <summary>One verdict of the module, whichever command gave it. Formats know nothing else.</summary>
/// <param name="Check">What judged: one of <see cref="CheckNames"/>.</param>
/// <param name="Verdict">In a word or two: <c>Denied</c>, <c>Rejected</c>, <c>meets baseline</c>.</param>
internal sealed record Finding(string Check, string Kind, string? Namespace, string Name, FindingLevel Level, string Verdict)
{
    /// <summary>What it was judged by, where there are several: <c>restricted:v1.30</c>.</summary>
    public string? Criterion { get; init; }

    /// <summary>The whole text that the server would answer.</summary>
    public string? Message { get; init; }

    /// <summary>The file that it is from, with slashes, relative to the current location where it lies below it.</summary>
    public string? File { get; init; }

    public int? Line { get; init; }
    public string? Cluster { get; init; }

    /// <summary>At least one when the level is not <see cref="FindingLevel.Pass"/>.</summary>
    public IReadOnlyList<Violation> Violations { get; init; } = [];

    /// <summary>For example <c>Deployment/web</c>.</summary>
    [JsonIgnore]
    public string Target => Kind.Length == 0 ? Name : $"{Kind}/{Name}";

    /// <summary>The file and line, or what else is known of where it is from.</summary>
    [JsonIgnore]
    public string Place => File is null ? Cluster is null ? "" : $"cluster {Cluster}" : Line is null ? File : $"{File}:{Line}";
}

/// <summary>One thing that is wrong.</summary>
/// <param name="Rule">The id of a <see cref="RuleCatalog"/> rule.</param>
internal sealed record Violation(string Rule, FindingLevel Level, string Message)
{
    /// <summary>The policy that says so.</summary>
    public string? Policy { get; init; }

    public string? Field { get; init; }

    /// <summary>What to do about it.</summary>
    public string? Fix { get; init; }
}

/// <summary>What judges.</summary>
internal static class CheckNames
{
    public const string Admission = "PodSecurityPolicy admission";
    public const string Standard = "Pod Security Standards";
    public const string Labels = "Namespace labels";
    public const string Change = "Change of policies";
    public const string Coverage = "Coverage";
    public const string Policy = "Policy";
    public const string Input = "Input";
}
