using PodSecurity.Conversion.Cel;

namespace PodSecurity.Conversion.Fields;

/// <summary>spec.readOnlyRootFilesystem.</summary>
internal sealed class ReadOnlyRootField : IPolicyField
{
    private const string Name = "readOnlyRootFilesystem";

    public IEnumerable<Demand> Demands(PodSecurityPolicy policy) => !policy.Spec.ReadOnlyRootFilesystem ? [] :
    [
        new(
            ContainerText.Of(Name, "ReadOnlyRootFilesystem must be set to true"),
            PodTerms.Contexts.All("s", context => context.HasAnd(Name, context.Bool(Name))))
        {
            MetWithDefaults = PodTerms.Contexts.All("s", context => context.LacksOr(Name, context.Bool(Name))),
            Defaults = [new ContainerDefault(container => !container.Context.Has(Name), Name, _ => CelBool.True)],
        },
    ];
}
