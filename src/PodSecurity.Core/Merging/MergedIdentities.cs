using PodSecurity.Api;

namespace PodSecurity.Merging;

/// <summary>The rules about users, groups and SELinux labels that several policies have together.</summary>
internal static class MergedIdentities
{
    /// <summary>
    /// Ranges where all demand ids; else what no policy would fill in where another leaves a pod as it is.
    /// </summary>
    public static IDRule Users(IReadOnlyCollection<IDRule> rules) => rules switch
    {
        _ when rules.All(rule => rule.Rule == StrategyNames.MustRunAs) => InRanges(StrategyNames.MustRunAs, rules),
        _ when rules.All(rule => rule.Rule == StrategyNames.MustRunAsNonRoot) => new() { Rule = StrategyNames.MustRunAsNonRoot },
        _ => new() { Rule = StrategyNames.RunAsAny },
    };

    /// <inheritdoc cref="Users"/>
    public static IDRule Groups(IReadOnlyCollection<IDRule> rules) => rules switch
    {
        _ when rules.Any(rule => rule.Rule == StrategyNames.RunAsAny) => new() { Rule = StrategyNames.RunAsAny },
        _ when rules.All(rule => rule.Rule == StrategyNames.MustRunAs) => InRanges(StrategyNames.MustRunAs, rules),
        _ => InRanges(StrategyNames.MayRunAs, rules),
    };

    /// <summary>A label that all demand; different ones can only be said as any.</summary>
    public static SELinuxRule Labels(IReadOnlyCollection<SELinuxRule> rules)
    {
        var first = rules.First();
        var isShared = rules.All(rule => rule.Rule == StrategyNames.MustRunAs && IsSame(rule.SELinuxOptions!, first.SELinuxOptions!));
        return isShared ? new() { Rule = first.Rule, SELinuxOptions = first.SELinuxOptions } : new() { Rule = StrategyNames.RunAsAny };
    }

    // The first range stays the first: its minimum is what pods get that ask for nothing.
    private static IDRule InRanges(string name, IReadOnlyCollection<IDRule> rules)
    {
        var kept = new List<IDRange>();
        foreach (var range in rules.SelectMany(rule => rule.Ranges))
        {
            if (!kept.Exists(other => other.Min <= range.Min && range.Max <= other.Max))
            {
                kept.Add(new() { Min = range.Min, Max = range.Max });
            }
        }
        return new() { Rule = name, Ranges = [.. kept] };
    }

    private static bool IsSame(SELinuxRuleOptions one, SELinuxRuleOptions other) => one.ToString() == other.ToString();
}
