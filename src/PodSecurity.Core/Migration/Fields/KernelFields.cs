using PodSecurity.Releases;
using PodSecurity.Standards.Checks;

namespace PodSecurity.Migration.Fields;

/// <summary>Kernel parameters, what of /proc is seen, and runtime classes.</summary>
internal static class KernelFields
{
    private const string Any = "*";

    private static readonly string[] Safe = SafeSysctls.Of(KubernetesRelease.Default);

    public static IEnumerable<FieldComparison> Of(PodSecurityPolicySpec spec, LevelProbe level) =>
    [
        AllowedSysctls(spec, level),
        ForbiddenSysctls(spec.ForbiddenSysctls, level),
        ProcMount(spec.AllowedProcMountTypes, level),
        RuntimeClass(spec.RuntimeClass),
    ];

    private static FieldComparison AllowedSysctls(PodSecurityPolicySpec spec, LevelProbe level)
    {
        var allowed = spec.AllowedUnsafeSysctls;
        var everything = AllowsAnySysctl(level);
        var beyond = allowed.Where(pattern => !everything && (IsPattern(pattern) || !level.AllowsSysctl(pattern))).ToList();
        var open = SysctlsCheck.Known.Where(level.AllowsSysctl)
            .Where(name => !Safe.Contains(name) && !allowed.Exists(pattern => Matches(pattern, name))).ToList();
        return new("spec.allowedUnsafeSysctls", FieldComparison.Text(allowed))
        {
            Forbids = beyond.Count == 0 ? null : $"the sysctls {FieldComparison.Text(beyond)}",
            Exceeds = beyond.Count > 0,
            LeavesOpen = allowed.Contains(Any) ? null
                : everything ? $"sysctls other than {FieldComparison.Text(Safe.Concat(allowed))}"
                : open.Count == 0 ? null : $"the sysctls {FieldComparison.Text(open)}",
        };
    }

    private static FieldComparison ForbiddenSysctls(StringList forbidden, LevelProbe level)
    {
        var open = AllowsAnySysctl(level)
            ? forbidden
            : SysctlsCheck.Known.Where(level.AllowsSysctl).Where(name => forbidden.Exists(pattern => Matches(pattern, name)));
        return new("spec.forbiddenSysctls", FieldComparison.Text(forbidden))
        {
            LeavesOpen = open.Any() ? $"the sysctls {FieldComparison.Text(open)}" : null,
        };
    }

    private static FieldComparison ProcMount(StringList types, LevelProbe level)
    {
        const string unmasked = "Unmasked";
        var (allowed, levelAllows) = (types.Contains(unmasked), level.Allows(context => context with { ProcMount = unmasked }));
        return FieldComparison.OfFlag("spec.allowedProcMountTypes", allowed, "the procMount type Unmasked", levelAllows) with
        {
            Setting = FieldComparison.Text(types),
        };
    }

    private static FieldComparison RuntimeClass(RuntimeClassRule? rule)
    {
        var restricts = rule is not null && !rule.AllowedRuntimeClassNames.Contains(Any);
        return new("spec.runtimeClass", rule is null ? "" : FieldComparison.Text(rule.AllowedRuntimeClassNames))
        {
            LeavesOpen = !restricts ? null
                : rule!.AllowedRuntimeClassNames.Count == 0 ? "runtime classes"
                : $"runtime classes other than {rule.AllowedRuntimeClassNames}",
            Mutates = rule?.DefaultRuntimeClassName is { } name ? $"writes runtimeClassName: {name} where none is set" : null,
        };
    }

    private static bool AllowsAnySysctl(LevelProbe level) => level.AllowsSysctl("kernel.anything");

    private static bool IsPattern(string text) => text.EndsWith('*');

    private static bool Matches(string pattern, string name) =>
        IsPattern(pattern) ? name.StartsWith(pattern[..^1], StringComparison.Ordinal) : name == pattern;
}
