using PodSecurity.Api;
using PodSecurity.Manifests;
using PodSecurity.Migration.Pods;

namespace PodSecurity.Migration;

/// <summary>
/// Something that makes pods, or a pod that nothing makes again, with what its running pods show: what others than policies do to them on
/// the way, and what policies did.
/// </summary>
internal sealed class SurveyedWorkload(Workload workload)
{
    private readonly Dictionary<(PodField, BlameCause, string?), BlamedField> _differences = [];

    public Workload Workload { get; } = workload;

    public string Namespace => Workload.Namespace ?? "default";

    /// <summary>For example <c>Deployment/web</c>.</summary>
    public string Name => $"{Workload.Kind}/{Workload.Name}";

    /// <summary>
    /// The pods that running ones show to be made: with the sidecars, volumes and fields of webhooks, without what the policy wrote. One
    /// for
    /// all that are alike; none where pods are as the template says.
    /// </summary>
    public List<SurveyedPod> Variants { get; } = [];

    /// <summary>Whether some running pods came as the template says, but for what a policy wrote.</summary>
    public bool HasPlainPods { get; set; }

    /// <summary>The policies that running pods say they were admitted by.</summary>
    public HashSet<string> Policies { get; } = [];

    /// <summary>The names of the running pods into which a policy wrote.</summary>
    public List<string> MutatedPods { get; } = [];

    /// <summary>Each difference between a running pod and its template, once.</summary>
    public IReadOnlyCollection<BlamedField> Differences => _differences.Values;

    /// <summary>The pods that have to be judged: those that are made today, else what the template says.</summary>
    public IEnumerable<SurveyedPod> Pods => Variants.Count == 0 || HasPlainPods ? Variants.Prepend(new(Workload.Pod, null)) : Variants;

    public void Add(IEnumerable<BlamedField> differences)
    {
        foreach (var difference in differences)
        {
            _differences.TryAdd((difference.Field, difference.Cause, difference.Policy), difference);
        }
    }

    /// <summary>The same with another pod or template.</summary>
    public SurveyedWorkload With(Func<Pod, Pod> change)
    {
        var changed = new SurveyedWorkload(Workload with { Pod = change(Workload.Pod) }) { HasPlainPods = HasPlainPods };
        changed.Variants.AddRange(Variants.Select(variant => variant with { Pod = change(variant.Pod) }));
        return changed;
    }
}

/// <param name="Token">The volume that the server adds for the token; null where nobody has seen it yet.</param>
internal sealed record SurveyedPod(Pod Pod, TokenVolume? Token);

/// <summary>A running pod beside its template.</summary>
internal sealed record ComparedPod(
    string Namespace, string Name, string? Policy, OwnerReference Controller, IReadOnlyList<BlamedField> Differences);
