using PodSecurity.Admission.Strategies;
using PodSecurity.Admission.Validation;
using PodSecurity.Api;

namespace PodSecurity.Admission;

/// <summary>
/// The verdict on one pod. Details are worked out when they are asked for, by going through the policies again; a decision can be
/// shared between threads.
/// </summary>
public sealed class AdmissionDecision
{
    private readonly Pod _pod;
    private readonly PolicyUse _use;
    private readonly PolicyChoice _choice;
    private readonly TokenVolume _tokenVolume;

    internal AdmissionDecision(Pod pod, PolicyUse use, TokenVolume tokenVolume, PolicyChoice choice) =>
        (_pod, _use, _tokenVolume, _choice) = (pod, use, tokenVolume, choice);

    public AdmissionOutcome Outcome => _choice switch
    {
        { PassedOver: true } => AdmissionOutcome.Allowed,
        { Policy: null } => AdmissionOutcome.Denied,
        { Invalid: true } => AdmissionOutcome.Invalid,
        _ => AdmissionOutcome.Allowed,
    };

    /// <summary>The chosen policy; null when denied, and when the server does not ask any for such an update.</summary>
    public PodSecurityPolicy? Policy => _choice.Policy?.Policy;

    /// <summary>Whether the chosen policy changes the pod.</summary>
    public bool Mutated => _choice is { Policy: not null, Mutated: true };

    /// <summary>The release whose API server decides so.</summary>
    public KubernetesRelease Release => _use.Admission.Release;

    /// <summary>
    /// The names of the policies that could have admitted the pod: those that its creator or its service account may use.
    /// </summary>
    public IReadOnlyList<string> UsablePolicies => _use.Names;

    /// <summary>What the chosen policy changes, in its order; empty when denied.</summary>
    public IReadOnlyList<PodChange> Changes => field ??= [.. Mutations.Select(mutation => mutation.ToPodChange())];

    /// <summary>
    /// Denied: what each usable policy says, policies by name. Invalid: what pod validation says (without a policy). Empty when allowed.
    /// </summary>
    public IReadOnlyList<PspViolation> Violations => field ??= [.. Findings().Select(ToViolation)];

    /// <summary>
    /// The server's refusal; null when allowed. The server's own order of several policies is random; here it is by name.
    /// </summary>
    public string? Message => MessageFor(_pod.Name.Length > 0 ? _pod.Name : _pod.GenerateName ?? "Unknown");

    /// <summary>Whether the pod was there before: its storage is not admission's any more.</summary>
    internal bool IsOfUpdate => _choice.Validating || _choice.PassedOver;

    /// <summary>The pod as the server reads it, before the policy changes it.</summary>
    internal Pod Pod => _pod;

    /// <summary>The volume that the server adds for the service account's token; null when it adds none.</summary>
    internal Volume? AddedVolume => ServiceAccountToken.VolumeFor(_pod, _tokenVolume);

    /// <summary>The volume that containers get mounted for the token; null when they get none.</summary>
    internal string? TokenMount =>
        ServiceAccountToken.AppliesTo(_pod, _tokenVolume) ? ServiceAccountToken.Existing(_pod) ?? AddedVolume?.Name : null;

    internal IReadOnlyList<Mutation> Mutations => !Mutated ? [] : field ??= Collect(_choice.Policy!).Mutations;

    /// <summary>The server's refusal of a pod of this name; null when allowed.</summary>
    public string? MessageFor(string podName) => Outcome switch
    {
        AdmissionOutcome.Allowed => null,
        AdmissionOutcome.Invalid => $"Pod {GoValue.Quote(podName)} is invalid: {FieldError.Join(Errors())}",
        _ => RefusalText.Of(Release, _choice, podName, Errors()),
    };

    /// <summary>
    /// For each usable policy, by name, the first obstacle and the smallest fixes; empty when allowed or when no policy is usable.
    /// </summary>
    /// <param name="podPath">Where the pod is in its object: <c>""</c> or a field path such as <c>spec.template</c>.</param>
    public IReadOnlyList<PspExplanation> Explain(string podPath = "")
    {
        var at = podPath.Length == 0 ? "" : $"{podPath}.";
        var refused = Findings().GroupBy(found => found.Policy, (_, findings) => Explain(findings.First(), at));
        return [.. refused, .. Outcome == AdmissionOutcome.Denied && _choice.Validating ? WouldChange() : []];
    }

    /// <summary>
    /// The policies that would admit the pod and may not be used: those that leave it as it is first, then by name. Empty when allowed.
    /// </summary>
    public IReadOnlyList<string> AdmittingIfUsable() => Outcome == AdmissionOutcome.Allowed ? [] :
    [
        .. _use.Admission.All.Policies.Except(_use.Policies)
            .Select(policy => (policy.Policy.Name, Run: Collect(policy), IsValid: IsValid(policy)))
            .Where(tried => tried.Run.Refusals.Count == 0 && tried.IsValid && !(_choice.Validating && tried.Run.Mutated))
            .OrderBy(tried => tried.Run.Mutations.Count > 0, Comparer<bool>.Default)
            .Select(tried => tried.Name),
    ];

    private PspExplanation Explain(Finding finding, string at)
    {
        var (fix, policy) = (finding.Refusal.Fix, finding.Policy.Policy.Name);
        return new(policy, ToViolation(finding), fix.Pod(at), $"{fix.Policy} in policy {policy}");
    }

    // Policies that admit the pod only changed are of no use to an update, and the server does not even mention them.
    private IEnumerable<PspExplanation> WouldChange() => _use.Policies
        .Select(policy => (policy.Policy.Name, Run: Collect(policy)))
        .Where(tried => tried.Run.Refusals.Count == 0 && tried.Run.Mutated)
        .Select(tried => PspExplanation.WouldChange(tried.Name, tried.Run.Mutations[0].ToPodChange()));

    // What pod validation says is nobody's rule.
    private PspViolation ToViolation(Finding finding)
    {
        var error = finding.Refusal.Error;
        return new(
            Outcome == AdmissionOutcome.Denied ? finding.Policy.Policy.Name : null, error.Type, error.Field, error.Value, error.Detail,
                error.Message);
    }

    private IEnumerable<FieldError> Errors() => Findings().Select(found => found.Refusal.Error);

    private IEnumerable<Finding> Findings() => Outcome switch
    {
        AdmissionOutcome.Allowed => [],
        AdmissionOutcome.Denied => _use.Policies.SelectMany(
            policy => Collect(policy).Refusals.Select(refusal => new Finding(policy, refusal))),
        _ => Revalidate(_choice.Policy!).Refusals.Select(refusal => new Finding(_choice.Policy!, refusal)),
    };

    private PolicyRun Collect(CompiledPolicy policy)
    {
        var run = new PolicyRun(collecting: true);
        policy.Evaluate(_pod, AddedVolume, run);
        return run;
    }

    private bool IsValid(CompiledPolicy policy) => _choice.Validating || Revalidate(policy).Refusals.Count == 0;

    private PolicyRun Revalidate(CompiledPolicy policy)
    {
        var run = new PolicyRun(collecting: true);
        PodValidation.Validate(policy, _pod, AddedVolume, run);
        return run;
    }

    private sealed record Finding(CompiledPolicy Policy, Refusal Refusal);
}
