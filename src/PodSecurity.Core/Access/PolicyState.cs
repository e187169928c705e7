using PodSecurity.Admission;

namespace PodSecurity.Access;

/// <summary>The policies and the RBAC objects of a cluster at one moment: all that decides about a pod besides the pod.</summary>
public sealed record PolicyState(
    IReadOnlyList<PodSecurityPolicy> Policies, IReadOnlyList<RbacRole> Roles, IReadOnlyList<RbacBinding> Bindings);

/// <summary>
/// Decides about pods as the API server of a cluster in a given state would: a policy may be used when the requester or the pod's
/// service account may use it in the pod's namespace. Answers of the authorizer are kept, so thousands of pods ask it little.
/// Safe to share between threads.
/// </summary>
public sealed class PodJudge
{
    private readonly PspAdmission _admission;
    private readonly PolicyAccess _access;
    private readonly System.Collections.Concurrent.ConcurrentDictionary<(string? Requester, string Namespace, string ServiceAccount), PolicyUse> _uses = new();

    public PodJudge(PolicyState state)
    {
        _admission = new PspAdmission(state.Policies);
        _access = new PolicyAccess(state.Roles, state.Bindings);
    }

    /// <summary>Which policies a pod in this namespace may use; a null requester leaves the service account alone to decide.</summary>
    public PolicyUse UseOf(PolicyIdentity? requester, string @namespace, string serviceAccount) =>
        _uses.GetOrAdd((Key(requester), @namespace, serviceAccount), _ =>
        {
            var account = PolicyIdentity.ForServiceAccount(@namespace, serviceAccount);
            return _admission.Usable(policy =>
                _access.MayUse(account, @namespace, policy) || (requester is not null && _access.MayUse(requester, @namespace, policy)));
        });

    /// <summary>The verdict on the creation of a pod by the requester; the namespace is where it would be created.</summary>
    public AdmissionDecision Judge(Pod pod, PolicyIdentity? requester, string @namespace) =>
        _admission.Evaluate(pod, UseOf(requester, @namespace, pod.ServiceAccountName is { Length: > 0 } name ? name : "default"));

    // A record compares its list of groups by reference; the text compares by value.
    private static string? Key(PolicyIdentity? identity) => identity is null ? null : $"{identity.User}\n{string.Join('\n', identity.Groups)}";
}
