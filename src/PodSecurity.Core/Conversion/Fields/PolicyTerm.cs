using PodSecurity.Conversion.Cel;

namespace PodSecurity.Conversion.Fields;

/// <summary>A policy as an admission policy speaks of it.</summary>
/// <param name="Id">Its name in the names of variables.</param>
internal sealed record PolicyTerm(PodSecurityPolicy Policy, string Id)
{
    private readonly IReadOnlyList<Demand> _demands = PolicyFields.Demands(Policy);

    public string Name => Policy.Name;

    /// <summary>What the policy has against the pod as it stands.</summary>
    public CelList<CelString> Refusals => CelSyntax.Variable<CelList<CelString>>(RefusalsName);

    /// <summary>Whether it admits the pod as it stands.</summary>
    public CelBool Admits => Refusals.IsEmpty;

    /// <summary>Whether it admits the pod with its defaults filled in.</summary>
    public CelBool AdmitsWithDefaults => CelBool.AllOnLines(_demands.Select(demand => demand.MetWithDefaults).Where(met => !met.IsTrue));

    /// <summary>Whether the pod meets all demands as it stands; the same as that there is no refusal.</summary>
    public CelBool Meets => CelBool.AllOnLines(_demands.Select(demand => demand.Met));

    public IEnumerable<FieldDefault> Defaults => _demands.SelectMany(demand => demand.Defaults);

    public CelVariable RefusalsVariable => new(
        RefusalsName,
        CelList<CelString>.OnLines(_demands.Select(demand =>
            CelSyntax.IfOnLines(demand.Met, CelList<CelString>.Empty, CelList<CelString>.Of([CelString.Literal(demand.Refusal)])))));

    /// <summary>All that it can have against a pod.</summary>
    public IEnumerable<string> RefusalTexts => _demands.Select(demand => demand.Refusal);

    /// <summary>The fields that it fills in, as the policy names them.</summary>
    public IEnumerable<string> DefaultedFields => Defaults.Select(missing => missing switch
    {
        PodDefault pod => pod.Field,
        ContainerDefault container => container.Path.Split('/')[0],
        _ => "",
    }).Distinct();

    private string RefusalsName => $"refusals_{Id}";

    /// <summary>The policies by name, each with an id of its own.</summary>
    public static IReadOnlyList<PolicyTerm> All(IEnumerable<PodSecurityPolicy> policies)
    {
        var taken = new HashSet<string>(StringComparer.Ordinal);
        return [.. policies.OrderBy(policy => policy.Name, StringComparer.Ordinal).Select(
            policy => new PolicyTerm(policy, UniqueId(policy.Name, taken)))];
    }

    // A variable is named with letters, digits and low lines; names of policies have dashes and dots.
    private static string UniqueId(string name, HashSet<string> taken)
    {
        var id = string.Concat(name.Select(c => char.IsAsciiLetterOrDigit(c) ? c : '_'));
        var number = 1;
        var unique = id;
        while (!taken.Add(unique))
        {
            unique = FormattableString.Invariant($"{id}_{++number}");
        }
        return unique;
    }
}
