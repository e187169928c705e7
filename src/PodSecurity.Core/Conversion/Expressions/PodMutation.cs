using PodSecurity.Api;
using PodSecurity.Conversion.Cel;
using PodSecurity.Conversion.Fields;
using PodSecurity.Manifests;

namespace PodSecurity.Conversion.Expressions;

/// <summary>
/// What PSP admission fills into new pods, as expressions: first the name of the policy is chosen and written down, then the policy of that
/// name fills in its defaults. Every mutation sees the pod as the one before left it.
/// </summary>
internal sealed class PodMutation(PolicySet set)
{
    private const string Context = "securityContext";

    private static readonly CelObject Metadata = CelObject.Pod.Object("metadata");
    private static readonly CelObject WrittenAnnotations = Metadata.Object("annotations");

    /// <summary>The place of each container in the pod, in the order of the variable containers.</summary>
    private static readonly CelVariable Paths = new("paths", PathsOf("containers") + CelSyntax.If(
        PodTerms.Spec.Has("initContainers"), PathsOf("initContainers"), CelList<CelString>.Empty));

    /// <summary>
    /// False for a pod that sets its seccomp profile by the field alone. PSP admission wrote the annotation beside it and called this a
    /// change, so that for such a pod no policy is one that changes nothing.
    /// </summary>
    private static readonly CelVariable SeccompInStep = new(
        "seccompInStep",
        !PodTerms.PodContext.Has("seccompProfile") | PodTerms.Annotations.HasKey(ProfileAnnotations.PodSeccompKey));

    private static CelString Chosen => CelSyntax.Variable<CelString>("chosen");

    /// <summary>What the mutations need, each variable after those that it uses.</summary>
    public IReadOnlyList<CelVariable> Variables
    {
        get
        {
            IReadOnlyList<CelVariable> ofPolicies = [SeccompInStep, .. set.Policies.SelectMany(Verdicts)];
            return
            [
                .. PodTerms.UsedBy(ofPolicies.Concat(Mutations.Select(mutation => new CelVariable("", mutation)))),
                Paths,
                .. ofPolicies,
                .. set.UseVariables,
                new("chosen", Choice),
            ];
        }
    }

    public IReadOnlyList<CelList<CelPatch>> Mutations =>
        [Record, .. set.Policies.Where(policy => policy.Defaults.Any()).Select(FillIn)];

    /// <summary>A policy that changes nothing goes first, then the first by name; '' when none admits the pod.</summary>
    private CelString Choice
    {
        get
        {
            var inStep = CelSyntax.Variable<CelBool>(SeccompInStep.Name);
            var unchanged = set.Policies.Select(policy => (policy.Name, When: inStep & AsItIs(policy) & set.Use.MayUse(policy)));
            var changed = set.Policies.Select(policy => (policy.Name, When: WithDefaults(policy) & set.Use.MayUse(policy)));
            return unchanged.Concat(changed).Reverse().Aggregate(
                CelString.Literal(""), (otherwise, next) => CelSyntax.IfElseOnLines(next.When, CelString.Literal(next.Name), otherwise));
        }
    }

    private static IEnumerable<CelVariable> Verdicts(PolicyTerm policy) =>
    [
        new(AsItIsName(policy), policy.Meets),
        .. policy.Defaults.Any() ? [new CelVariable(WithDefaultsName(policy), policy.AdmitsWithDefaults)] : Array.Empty<CelVariable>(),
    ];

    private static CelBool AsItIs(PolicyTerm policy) => CelSyntax.Variable<CelBool>(AsItIsName(policy));

    private static CelBool WithDefaults(PolicyTerm policy) =>
        policy.Defaults.Any() ? CelSyntax.Variable<CelBool>(WithDefaultsName(policy)) : AsItIs(policy);

    private static string AsItIsName(PolicyTerm policy) => $"admits_{policy.Id}";

    private static string WithDefaultsName(PolicyTerm policy) => $"admits_with_defaults_{policy.Id}";

    /// <summary>Writes the annotation that says which policy was chosen.</summary>
    private static CelList<CelPatch> Record => CelSyntax.IfElseOnLines(
        Chosen.Is(""), CelList<CelPatch>.Empty,
        CelSyntax.If(Metadata.Has("annotations"), CelList<CelPatch>.Empty, Patches(CelPatch.Add("/metadata/annotations", CelObject.New)))
            + Patches(CelPatch.Add($"/metadata/annotations/{Escape(PodAnnotations.Policy)}", Chosen)));

    /// <summary>Fills in the defaults of a policy, if it is the one that was chosen.</summary>
    private static CelList<CelPatch> FillIn(PolicyTerm policy)
    {
        var isChosen = Metadata.Has("annotations") & WrittenAnnotations.HasKey(PodAnnotations.Policy)
            & WrittenAnnotations.At(PodAnnotations.Policy).Is(policy.Name);
        var ofContainers = policy.Defaults.OfType<ContainerDefault>().ToList();
        return CelSyntax.IfElseOnLines(!isChosen, CelList<CelPatch>.Empty, CelList<CelPatch>.OnLines(
        [
            .. policy.Defaults.OfType<PodDefault>().Select(OfPod),
            .. ofContainers.Count == 0 ? [] : new[] { MissingContexts(ofContainers) },
            .. ofContainers.Select(OfContainers),
        ]));
    }

    private static CelList<CelPatch> OfPod(PodDefault missing) => CelSyntax.If(
        missing.Missing,
        Patches(CelPatch.Add(missing.Owner is null ? $"/spec/{missing.Field}" : $"/spec/{missing.Owner}/{missing.Field}", missing.Value)),
        CelList<CelPatch>.Empty);

    private static CelList<CelPatch> MissingContexts(IEnumerable<ContainerDefault> defaults) => ForContainers(
        (index, container) => !PodTerms.Containers.At(index).Has(Context) & CelBool.Any(
            defaults.Select(missing => missing.Missing(container)).DistinctBy(missing => missing.Text)),
        "", _ => CelObject.New);

    private static CelList<CelPatch> OfContainers(ContainerDefault missing) =>
        ForContainers((_, container) => missing.Missing(container), $"/{missing.Path}", missing.Value);

    private static CelList<CelPatch> ForContainers(
        Func<CelInt, ContainerTerms, CelBool> condition, string path, Func<ContainerTerms, CelExpression> value) =>
        PodTerms.Contexts.SelectIndexed(
            "i", "s",
            (index, context) => condition(index, Terms(index, context)),
            (index, context) => CelPatch.Add(
                CelSyntax.Variable<CelList<CelString>>(Paths.Name).At(index) + $"/{Context}{path}", value(Terms(index, context))));

    private static ContainerTerms Terms(CelInt index, CelObject context) => new(context, PodTerms.AppArmorProfiles.At(index));

    private static CelList<CelPatch> Patches(params IEnumerable<CelPatch> patches) => CelList<CelPatch>.Of(patches);

    private static CelList<CelString> PathsOf(string list) => PodTerms.Spec.List<CelObject>(list).SelectIndexed(
        "i", "c", (_, _) => CelBool.True, (index, _) => $"/spec/{list}/" + index.AsString());

    private static string Escape(string key) =>
        key.Replace("~", "~0", StringComparison.Ordinal).Replace("/", "~1", StringComparison.Ordinal);
}
