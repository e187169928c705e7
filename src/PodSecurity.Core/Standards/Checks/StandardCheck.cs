namespace PodSecurity.Standards.Checks;

/// <summary>One check of the Pod Security Standards.</summary>
/// <param name="Id">The check's name in Kubernetes; refusals are ordered by it.</param>
/// <param name="Level">The level that it came in with; stricter levels have it too, unless one of their checks replaces it.</param>
/// <param name="Versions">Its rules, oldest first. Before the first version there is no such check.</param>
internal sealed record StandardCheck(string Id, PodSecurityLevel Level, params CheckVersion[] Versions)
{
    /// <summary>The baseline check that is left out where this one applies.</summary>
    public string? Replaces { get; init; }
}

/// <summary>From this minor version on, until the check's next one, the rule holds.</summary>
internal readonly record struct CheckVersion(int FromMinor, StandardRule Rule);
