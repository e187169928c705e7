namespace PodSecurity;

/// <summary>What the API server would answer to the creation of a pod.</summary>
public enum AdmissionOutcome
{
    /// <summary>A policy admits the pod.</summary>
    Allowed,

    /// <summary>No usable policy admits the pod; admission refuses it.</summary>
    Denied,

    /// <summary>A policy admits and changes the pod, and pod validation then refuses the result.</summary>
    Invalid,
}
