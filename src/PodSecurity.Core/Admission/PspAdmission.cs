namespace PodSecurity.Admission;

/// <summary>
/// The PSP admission of a cluster: a fixed set of policies, compiled once, sorted by name. Decides as the plugin of Kubernetes 1.20.
/// Immutable and safe to share between threads.
/// </summary>
public sealed class PspAdmission
{
    public PspAdmission(IEnumerable<PodSecurityPolicy> policies) => throw new NotImplementedException();

    /// <summary>The policies by name, unusable ones included.</summary>
    public IReadOnlyList<PodSecurityPolicy> Policies => throw new NotImplementedException();

    /// <summary>Every policy may be used.</summary>
    public PolicyUse All => throw new NotImplementedException();

    /// <summary>Asks once for each policy; the answer is kept in the result, which serves for any number of pods.</summary>
    public PolicyUse Usable(Func<string, bool> mayUse) => throw new NotImplementedException();

    /// <summary>The verdict on the creation of a pod, before API defaulting.</summary>
    public AdmissionDecision Evaluate(Pod pod, PolicyUse use) => throw new NotImplementedException();
}

/// <summary>Which policies of one <see cref="PspAdmission"/> a requester or service account may use.</summary>
public sealed class PolicyUse
{
}

/// <summary>The verdict on one pod. Texts are made when they are asked for.</summary>
public sealed class AdmissionDecision
{
    public AdmissionOutcome Outcome => throw new NotImplementedException();

    /// <summary>The chosen policy; null when denied.</summary>
    public PodSecurityPolicy? Policy => throw new NotImplementedException();
    public IReadOnlyList<PodChange> Changes => throw new NotImplementedException();
    public IReadOnlyList<PspViolation> Violations => throw new NotImplementedException();

    /// <summary>The server's refusal; null when allowed.</summary>
    public string? Message => throw new NotImplementedException();
}
