using PodSecurity.Api;

namespace PodSecurity.Migration.Fields;

/// <summary>Users, groups and SELinux labels.</summary>
internal static class IdentityFields
{
    private const string Unsaid = "pods that do not say runAsNonRoot: true";

    public static IEnumerable<FieldComparison> Of(PodSecurityPolicySpec spec, LevelProbe level) =>
    [
        User(spec.RunAsUser, level),
        Groups("runAsGroup", spec.RunAsGroup),
        Groups("supplementalGroups", spec.SupplementalGroups),
        Groups("fsGroup", spec.FSGroup),
        SELinux(spec.SELinux, level),
    ];

    private static FieldComparison User(IDRule rule, LevelProbe level)
    {
        var demands = !level.Allows(context => context with { RunAsNonRoot = null });
        var ranges = FieldComparison.Text(rule.Ranges);
        var comparison = new FieldComparison("spec.runAsUser", Setting(rule));
        return rule.Rule switch
        {
            StrategyNames.MustRunAsNonRoot => comparison with
            {
                Forbids = demands ? "pods that set runAsUser and do not say runAsNonRoot: true" : null,
                LeavesOpen = demands ? null : "root",
                Mutates = "writes runAsNonRoot: true where neither it nor runAsUser is set",
            },
            StrategyNames.MustRunAs => comparison with
            {
                Forbids = !demands ? null : AllowsRoot(rule) ? $"root, and {Unsaid}" : Unsaid,
                Exceeds = demands && AllowsRoot(rule),
                LeavesOpen = $"users outside of {ranges}{(demands ? " but root" : "")}",
                Mutates = rule.Ranges is [var first, ..] ? $"writes runAsUser: {first.Min} where none is set" : null,
            },
            _ => comparison with { Forbids = demands ? $"root, and {Unsaid}" : null, Exceeds = demands },
        };
    }

    // No level says anything about groups.
    private static FieldComparison Groups(string field, IDRule? rule)
    {
        var (must, may) = (rule?.Rule == StrategyNames.MustRunAs, rule?.Rule == StrategyNames.MayRunAs);
        return new($"spec.{field}", rule is null ? "" : Setting(rule))
        {
            LeavesOpen = must || may ? $"{field} outside of {FieldComparison.Text(rule!.Ranges)}" : null,
            Mutates = must && rule!.Ranges is [var first, ..] ? $"writes {field}: {first.Min} where none is set" : null,
        };
    }

    private static FieldComparison SELinux(SELinuxRule rule, LevelProbe level)
    {
        if (rule is not { Rule: StrategyNames.MustRunAs, SELinuxOptions: { } options })
        {
            return new("spec.seLinux", $"{rule}")
            {
                Forbids = level.AllowsSELinux(new("user", "role", "any_t")) ? null
                    : "SELinux labels with a user, a role, or a type other than those that confine containers",
            };
        }
        var allows = level.AllowsSELinux(new(options.User ?? "", options.Role ?? "", options.Type ?? "", options.Level ?? ""));
        return new("spec.seLinux", $"{rule} {options}")
        {
            Forbids = allows ? null : $"the SELinux label {options}, which every pod gets",
            Exceeds = !allows,
            LeavesOpen = $"SELinux labels other than {options}",
            Mutates = $"writes the SELinux label {options} where none is set",
        };
    }

    private static bool AllowsRoot(IDRule rule) => rule.Ranges.Exists(range => range.Min <= 0);

    private static string Setting(IDRule rule) => rule.Ranges.Count == 0 ? $"{rule}" : $"{rule} {FieldComparison.Text(rule.Ranges)}";
}
