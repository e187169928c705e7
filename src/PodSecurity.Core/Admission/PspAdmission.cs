using PodSecurity.Admission.Strategies;
using PodSecurity.Admission.Validation;
using PodSecurity.Api;
using PodSecurity.Manifests;

namespace PodSecurity.Admission;

/// <summary>
/// The PSP admission of a cluster: a fixed set of policies, compiled once, sorted by name. Decides as the plugin of a release does.
/// Immutable and safe to share between threads.
/// </summary>
public sealed class PspAdmission
{
    private readonly CompiledPolicy[] _compiled;
    private readonly ReceivedPod _received;

    /// <param name="release">Null: <see cref="KubernetesRelease.Default"/>.</param>
    public PspAdmission(IEnumerable<PodSecurityPolicy> policies, KubernetesRelease? release = null)
    {
        ArgumentNullException.ThrowIfNull(policies);
        Release = release ?? KubernetesRelease.Default;
        _received = new(Release);
        var compiled = new List<CompiledPolicy>();
        var unusable = new Dictionary<string, string>(StringComparer.Ordinal);
        Policies = [.. policies.OrderBy(policy => policy.Name, StringComparer.Ordinal)];
        foreach (var policy in Policies)
        {
            var problems = new List<string>();
            if (StrategyCatalog.Compile(policy, Release, problems) is { } usable)
            {
                compiled.Add(usable);
            }
            else
            {
                unusable[policy.Name] = string.Join(", ", problems);
            }
        }

        _compiled = [.. compiled];
        UnusablePolicies = unusable;
        All = Usable(_ => true);
    }

    /// <summary>The release whose API server is meant.</summary>
    public KubernetesRelease Release { get; }

    /// <summary>The policies by name, unusable ones included.</summary>
    public IReadOnlyList<PodSecurityPolicy> Policies { get; }

    /// <summary>Policies that the server accepts but that can never admit a pod, with the reason: a strategy cannot be built.</summary>
    public IReadOnlyDictionary<string, string> UnusablePolicies { get; }

    /// <summary>Every policy may be used.</summary>
    public PolicyUse All { get; }

    /// <summary>Asks once for each policy; the answer is kept in the result, which serves for any number of pods.</summary>
    public PolicyUse Usable(Func<string, bool> mayUse)
    {
        ArgumentNullException.ThrowIfNull(mayUse);
        return new PolicyUse(this, [.. _compiled.Where(policy => mayUse(policy.Policy.Name))]);
    }

    /// <summary>The verdict on the creation of a pod, before API defaulting.</summary>
    /// <param name="tokenVolume">Which service account volume the server adds before the policies see the pod.</param>
    /// <exception cref="ArgumentException"><paramref name="use"/> was made by another admission.</exception>
    public AdmissionDecision Evaluate(Pod pod, PolicyUse use, TokenVolume tokenVolume = TokenVolume.None)
    {
        Check(pod, use);
        if (_compiled.Length == 0)
        {
            return WithoutProviders(pod, use, tokenVolume);
        }
        pod = _received.Of(pod);
        var token = ServiceAccountToken.VolumeFor(pod, tokenVolume);
        var run = new PolicyRun(collecting: false);
        var (chosen, mutated) = Choose(pod, use, token, run);
        if (chosen is null || IsInvalid(chosen, pod, token, run))
        {
            return new(pod, use, tokenVolume, new(chosen, mutated, Invalid: chosen is not null));
        }
        return SecondLook.PodFor(chosen, pod, token) is { } stored && Validate(stored, use) is { Outcome: AdmissionOutcome.Denied } second
            ? second
            : new(pod, use, tokenVolume, new(chosen, mutated));
    }

    /// <summary>
    /// The verdict on an update of a pod, which policies may not change any more: the one that admitted the pod is asked first. Updates of
    /// subresources are never judged, nor are those that <c>PodUpdate.IsJudged</c> passes over.
    /// </summary>
    /// <param name="pod">The pod after the update.</param>
    public AdmissionDecision EvaluateUpdate(Pod pod, PolicyUse use)
    {
        Check(pod, use);
        return Validate(_received.OfUpdate(pod), use);
    }

    /// <summary>The answer to an update that is not judged: it passes, and no policy had a part in it.</summary>
    public AdmissionDecision PassOver(Pod pod) => new(pod, All, TokenVolume.None, new PolicyChoice(null) { PassedOver = true });

    private void Check(Pod pod, PolicyUse use)
    {
        ArgumentNullException.ThrowIfNull(pod);
        ArgumentNullException.ThrowIfNull(use);
        if (use.Admission != this)
        {
            throw new ArgumentException("The use of policies belongs to another admission.", nameof(use));
        }
    }

    private static AdmissionDecision WithoutProviders(Pod pod, PolicyUse use, TokenVolume tokenVolume) =>
        new(pod, use, tokenVolume, new PolicyChoice(null) { WithoutProviders = true });

    /// <summary>The first policy that admits the pod as it is.</summary>
    private AdmissionDecision Validate(Pod pod, PolicyUse use)
    {
        if (_compiled.Length == 0)
        {
            return WithoutProviders(pod, use, TokenVolume.None);
        }
        var hint = pod.Annotations?.GetValueOrDefault(PodAnnotations.Policy);
        var run = new PolicyRun(collecting: false) { OnlyUnchanged = true };
        foreach (var policy in use.Policies.OrderBy(policy => policy.Policy.Name != hint, Comparer<bool>.Default))
        {
            run.Reset();
            policy.Evaluate(pod, null, run);
            if (!run.Refused && !run.Mutated)
            {
                return new(pod, use, TokenVolume.None, new PolicyChoice(policy) { Validating = true });
            }
        }
        return new(pod, use, TokenVolume.None, new PolicyChoice(null) { Validating = true });
    }

    /// <summary>
    /// What a policy writes into a pod, whether or not it admits it; null when there is no such policy, or none that can be used.
    /// </summary>
    public IReadOnlyList<PodChange>? WritesBy(string policy, Pod pod)
    {
        if (Array.Find(_compiled, compiled => compiled.Policy.Name == policy) is not { } found)
        {
            return null;
        }
        var run = new PolicyRun(collecting: true);
        found.Evaluate(_received.Of(pod), null, run);
        return [.. run.Mutations.Select(mutation => mutation.ToPodChange())];
    }

    /// <summary>The first policy by name that admits the pod as it is, else the first that admits it changed.</summary>
    private static (CompiledPolicy? Chosen, bool Mutated) Choose(Pod pod, PolicyUse use, Volume? token, PolicyRun run)
    {
        CompiledPolicy? changing = null;
        foreach (var policy in use.Policies)
        {
            run.Reset();
            run.OnlyUnchanged = changing is not null;
            policy.Evaluate(pod, token, run);
            if (run.Refused)
            {
                continue;
            }
            if (!run.Mutated)
            {
                return (policy, false);
            }
            changing ??= policy;
        }

        return (changing, true);
    }

    private static bool IsInvalid(CompiledPolicy chosen, Pod pod, Volume? token, PolicyRun run)
    {
        run.Reset();
        PodValidation.Validate(chosen, pod, token, run);
        return run.Refused;
    }
}

/// <summary>Which policies of one <see cref="PspAdmission"/> a requester or service account may use.</summary>
public sealed class PolicyUse
{
    internal PolicyUse(PspAdmission admission, CompiledPolicy[] policies) => (Admission, Policies) = (admission, policies);

    /// <summary>The names of the policies, in order.</summary>
    public IReadOnlyList<string> Names => field ??= [.. Policies.Select(policy => policy.Policy.Name)];

    internal PspAdmission Admission { get; }
    internal CompiledPolicy[] Policies { get; }
}
