namespace PodSecurity;

/// <summary>A ready policy to start from, from the strictest to the loosest.</summary>
public enum PspPreset
{
    /// <summary>
    /// What the Pod Security Standard "restricted" asks for, as far as a policy can say it: no root, no privilege escalation, all
    /// capabilities dropped, default seccomp and AppArmor profiles, nothing of the host. Fills in what a pod leaves open.
    /// </summary>
    Restricted,

    /// <summary>Forbids known privilege escalations, as the standard "baseline" does, and changes no pod.</summary>
    Baseline,

    /// <summary>The walkthrough's <c>eks.restrictive</c>: nothing privileged and nothing of the host but its file system.</summary>
    NoHostNetwork,
}
