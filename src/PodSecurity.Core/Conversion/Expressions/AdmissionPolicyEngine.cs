namespace PodSecurity;

/// <summary>What enforces an admission policy.</summary>
public enum AdmissionPolicyEngine
{
    /// <summary>The API server itself: ValidatingAdmissionPolicy and MutatingAdmissionPolicy.</summary>
    Kubernetes,

    /// <summary>ValidatingPolicy and MutatingPolicy of Kyverno.</summary>
    Kyverno,

    /// <summary>A ConstraintTemplate and its constraint.</summary>
    Gatekeeper,
}

/// <summary>What happens to a pod that no policy admits.</summary>
public enum AdmissionPolicyAction
{
    /// <summary>The audit log says so.</summary>
    Audit,

    /// <summary>Whoever creates the pod is warned.</summary>
    Warn,

    /// <summary>The pod is refused.</summary>
    Deny,
}
