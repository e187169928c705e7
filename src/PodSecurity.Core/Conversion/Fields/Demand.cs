using PodSecurity.Conversion.Cel;

namespace PodSecurity.Conversion.Fields;

/// <summary>One thing that a policy demands of pods.</summary>
/// <param name="Refusal">What PSP admission says of a pod that does not meet it, as far as it is known without the pod.</param>
/// <param name="Met">Whether the pod meets it as it stands: nothing is forbidden, and no default is missing.</param>
internal sealed record Demand(string Refusal, CelBool Met)
{
    /// <summary>Whether the pod meets it once the policy has filled in its defaults.</summary>
    public CelBool MetWithDefaults { get; init; } = Met;

    /// <summary>How the defaults are filled in.</summary>
    public IReadOnlyList<FieldDefault> Defaults { get; init; } = [];
}
