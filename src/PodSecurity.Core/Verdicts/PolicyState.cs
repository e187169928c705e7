using System.Collections.Concurrent;
using PodSecurity.Access;
using PodSecurity.Admission;
using PodSecurity.Api;

namespace PodSecurity.Verdicts;

/// <summary>
/// The policies, the RBAC objects and the release of a cluster at one moment: all that decides about a pod besides the pod.
/// </summary>
public sealed record PolicyState(
    IReadOnlyList<PodSecurityPolicy> Policies, IReadOnlyList<RbacRole> Roles, IReadOnlyList<RbacBinding> Bindings)
{
    /// <summary>
    /// The release whose API server judges; null when nobody says which: then it is <see cref="KubernetesRelease.Default"/>.
    /// </summary>
    public KubernetesRelease? Release { get; init; }
}

/// <summary>
/// Decides about pods as the API server of a cluster in a given state would: a policy may be used when the requester or the pod's
/// service account may use it in the pod's namespace. Answers of the authorizer are kept, so thousands of pods ask it little.
/// Safe to share between threads.
/// </summary>
public sealed class PodJudge
{
    private readonly PolicyAccess _access;
    private readonly ConcurrentDictionary<(PolicyIdentity Requester, string Namespace, string? ServiceAccount), PolicyUse> _uses = new();

    public PodJudge(PolicyState state)
    {
        Admission = new PspAdmission(state.Policies, state.Release);
        _access = new PolicyAccess(state.Roles, state.Bindings);
    }

    /// <summary>The policies, whoever may use them.</summary>
    internal PspAdmission Admission { get; }

    /// <summary>
    /// Which policies a pod in this namespace may use. A null requester is somebody who is only known to be authenticated; a null
    /// service account leaves the requester alone to decide.
    /// </summary>
    public PolicyUse UseOf(PolicyIdentity? requester, string @namespace, string? serviceAccount)
    {
        requester ??= PolicyIdentity.AnyAuthenticated;
        return _uses.GetOrAdd((requester, @namespace, serviceAccount), _ =>
        {
            var account = serviceAccount is null ? null : PolicyIdentity.ForPodServiceAccount(@namespace, serviceAccount);
            return Admission.Usable(policy =>
                (account is not null && _access.MayUse(account, @namespace, policy)) || _access.MayUse(requester, @namespace, policy));
        });
    }

    /// <summary>The verdict on the creation of a pod by the requester; the namespace is where it would be created.</summary>
    /// <param name="tokenVolume">Which service account volume the server adds before the policies see the pod.</param>
    public AdmissionDecision Judge(Pod pod, PolicyIdentity? requester, string @namespace, TokenVolume tokenVolume = TokenVolume.None) =>
        Admission.Evaluate(pod, UseOf(requester, @namespace, pod.EffectiveServiceAccount()), tokenVolume);

    /// <summary>The verdict on an update of a pod by the requester.</summary>
    public AdmissionDecision JudgeUpdate(Pod pod, PolicyIdentity? requester, string @namespace) =>
        Admission.EvaluateUpdate(pod, UseOf(requester, @namespace, pod.EffectiveServiceAccount()));
}
