using PodSecurity.Api;
using PodSecurity.Conversion.Cel;

namespace PodSecurity.Conversion.Fields;

/// <summary>A variable of an admission policy.</summary>
internal sealed record CelVariable(string Name, CelExpression Expression);

/// <summary>
/// What the demands of all policies look at, worked out once for a request: a variable each. Security contexts that a pod or container
/// lacks
/// are empty ones, so that a demand asks for fields only.
/// </summary>
internal static class PodTerms
{
    private static readonly CelObject Metadata = CelObject.Pod.Object("metadata");

    public static CelObject Spec { get; } = CelObject.Pod.Object("spec");

    /// <summary>Containers, init containers and ephemeral containers.</summary>
    public static CelList<CelObject> Containers { get; } = CelSyntax.Variable<CelList<CelObject>>("containers");

    /// <summary>The security contexts of these, in the same order.</summary>
    public static CelList<CelObject> Contexts { get; } = CelSyntax.Variable<CelList<CelObject>>("contexts");

    /// <summary>The security context of the pod.</summary>
    public static CelObject PodContext { get; } = CelSyntax.Variable<CelObject>("podContext");

    public static CelList<CelObject> Volumes { get; } = CelSyntax.Variable<CelList<CelObject>>("volumes");

    public static CelObject Annotations { get; } = CelSyntax.Variable<CelObject>("annotations");

    /// <summary>The AppArmor profile of each container, as annotations name them; '' for none.</summary>
    public static CelList<CelString> AppArmorProfiles { get; } = CelSyntax.Variable<CelList<CelString>>("appArmorProfiles");

    /// <summary>Each after those that it uses.</summary>
    public static IReadOnlyList<CelVariable> Variables { get; } =
    [
        new(
            "containers",
            Spec.List<CelObject>("containers") + Spec.ListOrEmpty<CelObject>("initContainers")
                + CelSyntax.If(
                    Spec.Has("ephemeralContainers"), Spec.List<CelObject>("ephemeralContainers").AsAny(),
                    CelList<CelObject>.Empty.AsAny())),
        new("contexts", Containers.Select("c", container => container.ObjectOrEmpty("securityContext"))),
        new("podContext", Spec.ObjectOrEmpty("securityContext")),
        new("volumes", Spec.ListOrEmpty<CelObject>("volumes")),
        new("annotations", Metadata.ObjectOrEmpty("annotations")),
        new("appArmorProfiles", Containers.Select("c", AppArmorProfile)),
    ];

    /// <summary>Those of the variables that these use, directly or through others.</summary>
    public static IReadOnlyList<CelVariable> UsedBy(IEnumerable<CelVariable> users)
    {
        var texts = users.Select(user => user.Expression.Text).ToList();
        var used = new List<CelVariable>();
        foreach (var variable in Variables.Reverse())
        {
            if (texts.Exists(text => text.Contains($"variables.{variable.Name}", StringComparison.Ordinal)))
            {
                used.Insert(0, variable);
                texts.Add(variable.Expression.Text);
            }
        }
        return used;
    }

    /// <summary>
    /// Whether a value that containers have of their own, or else of the pod, satisfies a condition.
    /// </summary>
    /// <param name="absent">The answer where neither has one.</param>
    public static CelBool Effective<T>(CelObject context, string field, Func<T, CelBool> condition, CelBool absent)
        where T : CelExpression, ICelType<T>
    {
        var (own, pods) = (condition(T.Of(context.Object(field).Text)), condition(T.Of(PodContext.Object(field).Text)));
        var shared = absent.IsFalse ? PodContext.HasAnd(field, pods)
            : absent.IsTrue ? PodContext.LacksOr(field, pods)
            : CelSyntax.If(PodContext.Has(field), pods, absent);
        return CelSyntax.If(context.Has(field), own, shared);
    }

    /// <summary>The container's field, its annotation, the pod's field; the first that is there.</summary>
    private static CelString AppArmorProfile(CelObject container)
    {
        var context = container.Object("securityContext");
        CelString key = ProfileAnnotations.ContainerAppArmorPrefix + container.String("name");
        return CelSyntax.If(
            container.Has("securityContext") & context.Has(AppArmorField), NameOf(context.Object(AppArmorField)),
            CelSyntax.If(
                Annotations.HasKey(key), Annotations.At(key),
                CelSyntax.If<CelString>(PodContext.Has(AppArmorField), NameOf(PodContext.Object(AppArmorField)), "")));
    }

    private const string AppArmorField = "appArmorProfile";

    private static CelString NameOf(CelObject profile) => CelSyntax.If(
        profile.String("type").Is("RuntimeDefault"), SeccompProfiles.RuntimeDefault,
        CelSyntax.If(
            profile.String("type").Is("Unconfined"), SeccompProfiles.Unconfined,
            CelSyntax.If<CelString>(
                profile.Has("localhostProfile"), SeccompProfiles.LocalhostPrefix + profile.String("localhostProfile"), "")));
}
