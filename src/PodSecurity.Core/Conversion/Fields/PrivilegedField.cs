namespace PodSecurity.Conversion.Fields;

/// <summary>spec.privileged.</summary>
internal sealed class PrivilegedField : IPolicyField
{
    private const string Name = "privileged";

    public IEnumerable<Demand> Demands(PodSecurityPolicy policy) => policy.Spec.Privileged ? [] :
    [
        new(
            ContainerText.Of(Name, "Privileged containers are not allowed"),
            PodTerms.Contexts.All("s", context => context.LacksOr(Name, !context.Bool(Name)))),
    ];
}
