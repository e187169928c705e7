namespace PodSecurity.Validation.Warnings;

/// <summary>All warnings, in the order in which they are given. A new one is a line here and a method beside its like.</summary>
internal static class WarningCatalog
{
    public static IReadOnlyList<WarningRule> Rules { get; } =
    [
        new("ApiVersionNotServed", PspWarningKind.Mistake, FormWarnings.ApiVersion),
        new("NamespaceIgnored", PspWarningKind.Mistake, FormWarnings.Namespace),
        new("EksDefaultAltered", PspWarningKind.Note, FormWarnings.EksDefaultAltered),
        new("UnknownField", PspWarningKind.Mistake, FormWarnings.UnknownFields),
        new("FieldNotInRelease", PspWarningKind.Mistake, ReleaseWarnings.DroppedFields),
        new("DuplicateEntry", PspWarningKind.Mistake, FormWarnings.Duplicates),
        new("WildcardWithOthers", PspWarningKind.Mistake, FormWarnings.WildcardWithOthers),

        new("PrivilegedContainers", PspWarningKind.Risk, PrivilegeWarnings.Privileged),
        new("PrivilegedWithoutEscalation", PspWarningKind.Mistake, PrivilegeWarnings.PrivilegedWithoutEscalation),
        new("EscalationAllowedByDefault", PspWarningKind.Risk, PrivilegeWarnings.EscalationAllowedByDefault),
        new("AllCapabilities", PspWarningKind.Risk, PrivilegeWarnings.AllCapabilities),
        new("DangerousCapability", PspWarningKind.Risk, PrivilegeWarnings.DangerousCapabilities),
        new("CapabilityName", PspWarningKind.Mistake, PrivilegeWarnings.CapabilityNames),
        new("CapabilityWildcard", PspWarningKind.Mistake, PrivilegeWarnings.MisplacedWildcards),
        new("CapabilityAllowedTwice", PspWarningKind.Mistake, PrivilegeWarnings.AllowedTwice),
        new("CapabilitiesAddedToAll", PspWarningKind.Risk, PrivilegeWarnings.AddedToAll),

        new("HostNetwork", PspWarningKind.Risk, HostWarnings.Network),
        new("HostPID", PspWarningKind.Risk, HostWarnings.ProcessIds),
        new("HostIPC", PspWarningKind.Risk, HostWarnings.Ipc),
        new("HostNetworkWithoutHostPorts", PspWarningKind.Mistake, HostWarnings.NetworkWithoutPorts),
        new("HostPortRange", PspWarningKind.Mistake, HostWarnings.UselessPortRanges),
        new("AnyHostPath", PspWarningKind.Risk, HostWarnings.AnyPath),
        new("WritableHostPath", PspWarningKind.Risk, HostWarnings.WritablePaths),
        new("HostPathNotAbsolute", PspWarningKind.Mistake, HostWarnings.RelativePaths),

        new("NoVolumes", PspWarningKind.Mistake, VolumeWarnings.NoVolumes),
        new("TokenVolumeRefused", PspWarningKind.Mistake, VolumeWarnings.TokenVolumeRefused),
        new("VolumeTypeNotAllowed", PspWarningKind.Mistake, VolumeWarnings.DetailsWithoutType),

        new("StrategyUnusable", PspWarningKind.Mistake, IdentityWarnings.Unusable),
        new("RangesIgnored", PspWarningKind.Mistake, IdentityWarnings.IgnoredRanges),
        new("AnyUser", PspWarningKind.Risk, IdentityWarnings.AnyUser),
        new("RootInUserRange", PspWarningKind.Risk, IdentityWarnings.RootInRange),

        new("SeccompNotAllowed", PspWarningKind.Note, ProfileWarnings.SeccompNotAllowed),
        new("AnySeccompProfile", PspWarningKind.Risk, ProfileWarnings.AnySeccompProfile),
        new("AnyAppArmorProfile", PspWarningKind.Note, ProfileWarnings.AnyAppArmorProfile),
        new("ProfileWithoutDefault", PspWarningKind.Mistake, ProfileWarnings.ListWithoutDefault),
        new("DefaultProfileNotAllowed", PspWarningKind.Mistake, ProfileWarnings.DefaultNotAllowed),
        new("AppArmorNeeded", PspWarningKind.Note, ProfileWarnings.AppArmorNeeded),
        new("UnknownProfileAnnotation", PspWarningKind.Mistake, ProfileWarnings.UnknownAnnotations),

        new("AllUnsafeSysctls", PspWarningKind.Risk, RuntimeWarnings.AllUnsafeSysctls),
        new("SysctlAlreadySafe", PspWarningKind.Mistake, RuntimeWarnings.SafeSysctls),
        new("ProcMountTypesDropped", PspWarningKind.Mistake, RuntimeWarnings.ProcMountTypes),

        new("PodsChanged", PspWarningKind.Note, ChangeWarnings.PodsChanged),
    ];

    public static IEnumerable<PspWarning> Check(PodSecurityPolicy policy, KubernetesRelease release) =>
        Rules.SelectMany(
            rule => rule.Check(policy, release).Select(
                remark => new PspWarning(rule.Code, rule.Kind.ToString(), remark.Field, remark.Message)));
}

/// <summary>One kind of warning and the method that finds it.</summary>
internal sealed record WarningRule(
    string Code, PspWarningKind Kind, Func<PodSecurityPolicy, KubernetesRelease, IEnumerable<Remark>> Check)
{
    /// <summary>A warning that is the same in every release.</summary>
    public WarningRule(string code, PspWarningKind kind, Func<PodSecurityPolicy, IEnumerable<Remark>> check)
        : this(code, kind, (policy, _) => check(policy))
    {
    }
}

/// <summary>One finding: the field and what to say of it.</summary>
internal readonly record struct Remark(string Field, string Message)
{
    public static IEnumerable<Remark> When(bool condition, string field, string message) => condition ? [new(field, message)] : [];
}
