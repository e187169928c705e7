using PodSecurity.Api;
using PodSecurity.Standards.Checks;

namespace PodSecurity.Standards.Labels;

/// <summary>The warnings about pods that are there already when a namespace begins to enforce a level.</summary>
/// <remarks>
/// Source: kubernetes/pod-security-admission, admission/admission.go, EvaluatePodsInNamespace. The server stops after a second; we do not.
/// </remarks>
internal sealed class ExistingPods(string @namespace, LevelVersion enforce, LabelAdmissionOptions options)
{
    public const string NotListed = "failed to list pods while checking new PodSecurity enforce level";

    /// <summary>The server looks at no more than these.</summary>
    private const int Limit = 3000;

    public IReadOnlyList<string> Warnings(IEnumerable<Workload> pods)
    {
        var ordered = Prioritize(pods);
        var lines = Groups(ordered.Take(Limit));
        var warnings = new List<string>();
        if (ordered.Count > Limit)
        {
            warnings.Add($"new PodSecurity enforce level only checked against the first {Limit} of {ordered.Count} existing pods");
        }
        if (lines.Count > 0)
        {
            var (name, level) = (GoValue.Quote(@namespace), GoValue.Quote(enforce.ToString()));
            warnings.Add($"existing pods in namespace {name} violate the new PodSecurity enforce level {level}");
        }
        return [.. warnings, .. lines];
    }

    /// <summary>The first pod of each controller before its other replicas, which are most likely alike; exempt ones left out.</summary>
    private List<Workload> Prioritize(IEnumerable<Workload> pods)
    {
        var controllers = new HashSet<string>();
        var (first, replicas) = (new List<Workload>(), new List<Workload>());
        foreach (var pod in pods.Where(pod => !options.Exempts(pod.Pod)))
        {
            var isFirst = pod.Controller is null || controllers.Add(pod.Controller.Uid);
            (isFirst ? first : replicas).Add(pod);
        }
        return [.. first, .. replicas];
    }

    /// <summary>A line for each distinct list of reasons, by the first of its pods.</summary>
    private List<string> Groups(IEnumerable<Workload> pods) => Sorted(
        from pod in pods
        let violations = StandardReview.Of(pod.Pod).Violations(enforce.Level, enforce.Version)
        where violations.Count > 0
        group pod.Pod.Name by string.Join(", ", violations.Select(violation => violation.Reason)) into names
        select $"{names.Min(Utf8Order.Instance)}{Others(names.Count() - 1)}: {names.Key}");

    private static List<string> Sorted(IEnumerable<string> lines) => [.. lines.Order(Utf8Order.Instance)];

    private static string Others(int count) => count switch
    {
        0 => "",
        1 => " (and 1 other pod)",
        _ => $" (and {count} other pods)",
    };
}
