using PodSecurity.Conversion.Cel;

namespace PodSecurity.Conversion.Fields;

/// <summary>spec.runtimeClass: the names that pods may give, and the one that they get.</summary>
internal sealed class RuntimeClassField : IPolicyField
{
    private const string Name = "runtimeClassName";

    public IEnumerable<AdmissionPolicyLoss> Losses(PodSecurityPolicy policy) =>
        policy.Spec.RuntimeClass?.DefaultRuntimeClassName is not { } preset ? [] :
    [
        AdmissionPolicyLoss.Different(
            policy.Name, "spec.runtimeClass.defaultRuntimeClassName",
            $"A mutation sets {preset} after the server has looked for the overhead of a pod's runtime class: such a pod is refused if the "
            + "class has one.",
            "Write runtimeClassName into the pods where the class has an overhead."),
    ];

    public IEnumerable<Demand> Demands(PodSecurityPolicy policy)
    {
        if (policy.Spec.RuntimeClass is not { } rule)
        {
            return [];
        }
        var names = rule.AllowedRuntimeClassNames;
        var allowed = names.Contains("*") ? CelBool.True : PodTerms.Spec.String(Name).IsIn([.. names]);
        var preset = rule.DefaultRuntimeClassName;
        var isPresetAllowed = preset is null || names.Contains("*") || names.Contains(preset);
        return
        [
            new(
                "spec.runtimeClassName: the runtime class is not allowed",
                preset is null ? PodTerms.Spec.LacksOr(Name, allowed) : PodTerms.Spec.HasAnd(Name, allowed))
            {
                MetWithDefaults = isPresetAllowed ? PodTerms.Spec.LacksOr(Name, allowed) : PodTerms.Spec.HasAnd(Name, allowed),
                Defaults = preset is null ? [] : [new PodDefault(!PodTerms.Spec.Has(Name), null, Name, CelString.Literal(preset))],
            },
        ];
    }
}
