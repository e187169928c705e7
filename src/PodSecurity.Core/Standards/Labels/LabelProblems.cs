namespace PodSecurity.Standards.Labels;

/// <summary>Finds what is wrong with the labels of a namespace, or hardly meant. The words are ours but for the server's errors.</summary>
internal static class LabelProblems
{
    private static readonly (string Mode, string Level, string Version)[] Modes =
    [
        ("enforce", PodSecurityLabels.Enforce, PodSecurityLabels.EnforceVersion),
        ("audit", PodSecurityLabels.Audit, PodSecurityLabels.AuditVersion),
        ("warn", PodSecurityLabels.Warn, PodSecurityLabels.WarnVersion),
    ];

    public static IEnumerable<string> Of(IReadOnlyDictionary<string, string> labels, LabelReading reading) =>
    [
        .. labels.Keys.Where(IsMisspelt).Order(StringComparer.Ordinal).Select(key =>
            $"{key}: the server does not know this label and ignores it; there are {string.Join(", ", PodSecurityLabels.All)}"),
        .. reading.Errors.Select(error => $"{error.Message}; the server goes by {Taken(error, reading.Policy)}"),
        .. WithoutEffect(labels, reading),
        .. Weaker(labels, reading.Policy),
        .. MixedVersions(labels, reading.Policy),
    ];

    /// <summary>Near enough to one of the labels that somebody may believe in it.</summary>
    private static bool IsMisspelt(string key)
    {
        var plain = key.Replace("-", "", StringComparison.Ordinal).Replace("_", "", StringComparison.Ordinal);
        return !PodSecurityLabels.All.Contains(key)
            && (plain.StartsWith("podsecurity.kubernetes.io", StringComparison.OrdinalIgnoreCase)
                || plain.StartsWith("podsecurity.k8s.io", StringComparison.OrdinalIgnoreCase)
                || plain.StartsWith("podsecuritystandards.kubernetes.io", StringComparison.OrdinalIgnoreCase));
    }

    private static string Taken(FieldError error, NamespacePolicy policy) => error.Field switch
    {
        var field when field.Contains("/enforce", StringComparison.Ordinal) => $"enforce={policy.Enforce}",
        var field when field.Contains("/audit", StringComparison.Ordinal) => $"audit={policy.Audit}",
        _ => $"warn={policy.Warn}",
    };

    private static IEnumerable<string> WithoutEffect(IReadOnlyDictionary<string, string> labels, LabelReading reading) =>
        from mode in Modes
        where labels.ContainsKey(mode.Version) && !labels.ContainsKey(mode.Level)
        where Effective(reading.Policy, mode.Mode).Level == PodSecurityLevel.Privileged
        select $"{mode.Version} has no effect: there is no label {mode.Level}, and the level is privileged";

    private static IEnumerable<string> Weaker(IReadOnlyDictionary<string, string> labels, NamespacePolicy policy) =>
        from mode in Modes.Skip(1)
        where labels.ContainsKey(mode.Level) && Effective(policy, mode.Mode).Level < policy.Enforce.Level
        select $"{mode.Mode} ({Effective(policy, mode.Mode)}) is weaker than enforce ({policy.Enforce}): workloads whose pods are refused "
            + (mode.Mode == "warn" ? "draw no warning" : "are not noted in the audit log");

    private static IEnumerable<string> MixedVersions(IReadOnlyDictionary<string, string> labels, NamespacePolicy policy) =>
        from mode in Modes.Skip(1)
        let value = Effective(policy, mode.Mode)
        where labels.ContainsKey(mode.Level) || labels.ContainsKey(mode.Version)
        where value.Level != PodSecurityLevel.Privileged && policy.Enforce.Level != PodSecurityLevel.Privileged
        where value.Version.IsLatest != policy.Enforce.Version.IsLatest
        select value.Version.IsLatest
            ? $"{mode.Mode} is latest and enforce is pinned to {policy.Enforce.Version}: upgrades may make {mode.Mode} name what is let in"
            : $"enforce is latest and {mode.Mode} is pinned to {value.Version}: an upgrade may refuse what was never named before";

    private static LevelVersion Effective(NamespacePolicy policy, string mode) => mode switch
    {
        "enforce" => policy.Enforce,
        "audit" => policy.Audit,
        _ => policy.Warn,
    };
}
