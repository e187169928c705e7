using PodSecurity.Api;
using PodSecurity.Conversion.Cel;

namespace PodSecurity.Conversion.Fields;

/// <summary>spec.seLinux: the label of the pod, and of containers that have one of their own.</summary>
internal sealed class SELinuxField : IPolicyField
{
    private const string Name = "seLinuxOptions";

    /// <summary>Up to so many categories, all their orders are written down: 24 texts.</summary>
    private const int MostReordered = 4;

    public IEnumerable<Demand> Demands(PodSecurityPolicy policy)
    {
        if (Label(policy) is not { } label)
        {
            return [];
        }
        var pods = Same(PodTerms.PodContext.Object(Name), label);
        return
        [
            new($"spec.securityContext.seLinuxOptions: must be {label}", PodTerms.PodContext.HasAnd(Name, pods))
            {
                MetWithDefaults = PodTerms.PodContext.LacksOr(Name, pods),
                Defaults = [new PodDefault(!PodTerms.PodContext.Has(Name), "securityContext", Name, Value(label))],
            },
            new(
                ContainerText.Of(Name, $"must be {label}"),
                PodTerms.Contexts.All("s", context => context.LacksOr(Name, Same(context.Object(Name), label)))),
        ];
    }

    public IEnumerable<AdmissionPolicyLoss> Losses(PodSecurityPolicy policy) =>
        Label(policy)?.Level is { } level && Categories(level).Length > MostReordered
            ? [
                AdmissionPolicyLoss.NotExpressible(
                    policy.Name, "spec.seLinux.seLinuxOptions.level",
                    $"The level has more than {MostReordered} categories; PSP accepted them in any order, the expression only as written.",
                    "Write the level in pods as the policy does."),
            ]
            : [];

    private static SELinuxRuleOptions? Label(PodSecurityPolicy policy) =>
        policy.Spec.SELinux is { Rule: StrategyNames.MustRunAs, SELinuxOptions: { } label } ? label : null;

    private static CelBool Same(CelObject options, SELinuxRuleOptions label) =>
        IsOneOf(options, "level", Levels(label.Level ?? "")) & IsOneOf(options, "role", [label.Role ?? ""])
        & IsOneOf(options, "type", [label.Type ?? ""]) & IsOneOf(options, "user", [label.User ?? ""]);

    // An absent part and an empty one are the same.
    private static CelBool IsOneOf(CelObject options, string part, IReadOnlyList<string> texts)
    {
        var same = options.String(part).IsIn(texts);
        return texts.Contains("") ? options.LacksOr(part, same) : options.HasAnd(part, same);
    }

    private static string[] Levels(string level)
    {
        var categories = Categories(level);
        return categories.Length is < 2 or > MostReordered ? [level]
            : [.. Orders(categories).Select(
                order => $"{level[..(level.IndexOf(':', StringComparison.Ordinal) + 1)]}{string.Join(',', order)}")
                .Distinct()];
    }

    private static string[] Categories(string level) =>
        level.IndexOf(':', StringComparison.Ordinal) is var colon and >= 0 ? level[(colon + 1)..].Split(',') : [];

    private static IEnumerable<IEnumerable<string>> Orders(IReadOnlyList<string> items) => items.Count == 1
        ? [items]
        : items.SelectMany((first, index) => Orders([.. items.Where((_, other) => other != index)]).Select(rest => rest.Prepend(first)));

    private static CelExpression Value(SELinuxRuleOptions label) => CelMap.Of(
        new[] { ("user", label.User), ("role", label.Role), ("type", label.Type), ("level", label.Level) }
            .Where(part => !string.IsNullOrEmpty(part.Item2)).Select(part => (part.Item1, CelString.Literal(part.Item2!))));
}
