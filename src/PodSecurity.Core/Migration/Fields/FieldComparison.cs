namespace PodSecurity.Migration.Fields;

/// <summary>One field of a policy beside a level of the Pod Security Standards.</summary>
/// <param name="Field">For example <c>spec.hostNetwork</c>; an annotation as <c>metadata.annotations[KEY]</c>.</param>
/// <param name="Setting">What the policy says there.</param>
internal sealed record FieldComparison(string Field, string Setting)
{
    /// <summary>What the policy allows and the level forbids; null for nothing.</summary>
    public string? Forbids { get; init; }

    /// <summary>Whether that is more than somebody allows who means the level: then the policy means a weaker one.</summary>
    public bool Exceeds { get; init; }

    /// <summary>What the policy forbids and the level allows; null for nothing.</summary>
    public string? LeavesOpen { get; init; }

    /// <summary>What the policy writes into pods, which no level does; null for nothing.</summary>
    public string? Mutates { get; init; }

    /// <summary>A thing that both allow or forbid as a whole.</summary>
    public static FieldComparison OfFlag(string field, bool allowed, string what, bool levelAllows) => new(field, Text(allowed))
    {
        Forbids = allowed && !levelAllows ? what : null,
        Exceeds = allowed && !levelAllows,
        LeavesOpen = !allowed && levelAllows ? what : null,
    };

    public static string Text(bool value) => value ? "true" : "false";

    public static string Text<T>(IEnumerable<T> items) => string.Join(", ", items) is { Length: > 0 } text ? text : "(none)";
}
