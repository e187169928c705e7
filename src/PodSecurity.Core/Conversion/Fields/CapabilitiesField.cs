using PodSecurity.Conversion.Cel;

namespace PodSecurity.Conversion.Fields;

/// <summary>
/// spec.allowedCapabilities, spec.defaultAddCapabilities and spec.requiredDropCapabilities. What the runtime adds by itself does not count.
/// </summary>
internal sealed class CapabilitiesField : IPolicyField
{
    private const string Name = "capabilities";

    public IEnumerable<Demand> Demands(PodSecurityPolicy policy)
    {
        var spec = policy.Spec;
        string[] mayAdd = [.. spec.AllowedCapabilities.Concat(spec.DefaultAddCapabilities).Distinct().Order(StringComparer.Ordinal)];
        string[] add = [.. spec.DefaultAddCapabilities.Distinct().Order(StringComparer.Ordinal)];
        string[] drop = [.. spec.RequiredDropCapabilities.Distinct().Order(StringComparer.Ordinal)];
        return
        [
            .. spec.AllowedCapabilities.Contains("*") ? [] : new[]
            {
                new Demand(
                    ContainerText.Of("capabilities.add", "capability may not be added"),
                    PodTerms.Contexts.All("s", context => context.LacksOr(Name, AddsOnly(context.Object(Name), mayAdd)))),
            },
            .. add.Length + drop.Length == 0 ? [] : new[] { Defaulted(add, drop) },
        ];
    }

    private static CelBool AddsOnly(CelObject capabilities, string[] allowed) =>
        capabilities.LacksOr("add", capabilities.List<CelString>("add").All("k", capability => capability.IsIn(allowed)));

    private static Demand Defaulted(string[] add, string[] drop) => new(
        ContainerText.Of(Name, string.Join(
            "; ", new[] { Text("must drop", drop), Text("must add or drop", add) }.Where(text => text.Length > 0))),
        PodTerms.Contexts.All("s", context => context.HasAnd(Name, Complete(context.Object(Name), add, drop))))
    {
        MetWithDefaults = CelBool.True,
        Defaults =
        [
            new ContainerDefault(container => !container.Context.Has(Name), Name, _ => Whole(add, drop)),
            .. List("add", add, "add", "drop"),
            .. List("drop", drop, "drop"),
        ],
    };

    private static string Text(string verb, string[] names) => names.Length == 0 ? "" : $"{verb} {string.Join(", ", names)}";

    private static CelBool Complete(CelObject capabilities, string[] add, string[] drop) =>
        CelBool.All(drop.Select(name => Holds(capabilities, "drop", name)))
        & CelBool.All(add.Select(name => Holds(capabilities, "add", name) | Holds(capabilities, "drop", name)));

    private static CelBool Holds(CelObject capabilities, string list, CelString name) =>
        capabilities.HasAnd(list, capabilities.List<CelString>(list).Contains(name));

    private static CelObject Whole(string[] add, string[] drop) => CelMap.Of(
        new[] { ("add", add), ("drop", drop) }.Where(list => list.Item2.Length > 0).Select(list => (list.Item1, Literals(list.Item2))));

    /// <summary>Completes one of the two lists of a container that has capabilities.</summary>
    /// <param name="holders">The lists in which a name may stand already.</param>
    private static IEnumerable<FieldDefault> List(string list, string[] names, params string[] holders)
    {
        if (names.Length == 0)
        {
            return [];
        }
        return
        [
            new ContainerDefault(
                container => container.Context.HasAnd(Name, CelBool.Any(names.Select(name => IsMissing(container.Context, name)))),
                $"{Name}/{list}",
                container => container.Context.Object(Name).ListOrEmpty<CelString>(list)
                    + Literals(names).Where("k", capability => IsMissing(container.Context, capability))),
        ];

        CelBool IsMissing(CelObject context, CelString name) =>
            CelBool.All(holders.Select(holder => !Holds(context.Object(Name), holder, name)));
    }

    private static CelList<CelString> Literals(IEnumerable<string> names) => CelList<CelString>.Of(names.Select(CelString.Literal));
}
