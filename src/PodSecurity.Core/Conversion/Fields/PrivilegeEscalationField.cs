using PodSecurity.Conversion.Cel;

namespace PodSecurity.Conversion.Fields;

/// <summary>
/// spec.allowPrivilegeEscalation (absent means true) and spec.defaultAllowPrivilegeEscalation. Where it is not allowed, containers must say
/// so themselves: saying nothing allows it.
/// </summary>
internal sealed class PrivilegeEscalationField : IPolicyField
{
    private const string Name = "allowPrivilegeEscalation";

    public IEnumerable<Demand> Demands(PodSecurityPolicy policy)
    {
        var allowed = policy.Spec.AllowPrivilegeEscalation ?? true;
        if (allowed && policy.Spec.DefaultAllowPrivilegeEscalation is null)
        {
            return [];
        }
        var preset = policy.Spec.DefaultAllowPrivilegeEscalation ?? false;
        // What a default of true makes of a container is refused again where it is not allowed.
        var mayBeAbsent = allowed || !preset;
        return
        [
            new(
                ContainerText.Of(
                    Name, allowed ? "must be set" : "must be false: Allowing privilege escalation for containers is not allowed"),
                PodTerms.Contexts.All("s", context => context.HasAnd(Name, Accepts(context))))
            {
                MetWithDefaults = PodTerms.Contexts.All(
                    "s", context => mayBeAbsent ? context.LacksOr(Name, Accepts(context)) : context.HasAnd(Name, Accepts(context))),
                Defaults = [new ContainerDefault(container => !container.Context.Has(Name), Name, _ => (CelBool)preset)],
            },
        ];

        CelBool Accepts(CelObject context) => allowed ? CelBool.True : !context.Bool(Name);
    }
}
