using PodSecurity.Verdicts;

namespace PodSecurity.Conversion.Expressions;

/// <summary>How policies are to be carried over.</summary>
public sealed record AdmissionPolicyOptions
{
    /// <summary>The name of what is made.</summary>
    public string Name { get; init; } = "pod-security-policies";

    public AdmissionPolicyEngine Engine { get; init; }

    public AdmissionPolicyAction Action { get; init; }

    /// <summary>Also what fills in the defaults of the policies.</summary>
    public bool IncludeMutation { get; init; }

    /// <summary>The roles and bindings that there are; null when they are not known.</summary>
    public PolicyState? Grants { get; init; }
}
