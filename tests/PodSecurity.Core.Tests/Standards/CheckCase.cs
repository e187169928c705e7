using PodSecurity.Standards;

namespace PodSecurity.Core.Tests.Standards;

/// <summary>A pod put to one check of the Pod Security Standards.</summary>
internal static class CheckCase
{
    /// <summary>
    /// The check's detail in this version, null where the pod passes. A pod that fails passes once it is patched as explained.
    /// </summary>
    public static string? Detail(string check, string spec, int minor = 37, string annotations = "{}")
    {
        var pod = $$"""{"apiVersion":"v1","kind":"Pod","metadata":{"name":"p","annotations":{{annotations}}},"spec":{{spec}}}""";
        var version = new PodSecurityVersion(minor);
        if (Violation(check, pod, version) is not { } found)
        {
            return null;
        }
        var explanations = StandardReview.Of(Documents.Decode(pod).Pod).Explain(found.Level, version, "");
        var patched = StrategicMerge.Apply(pod, explanations.Single(item => item.Check == check).Patch);
        Assert.Null(Violation(check, patched, version));
        return found.Violation.Detail;
    }

    private static (PodSecurityLevel Level, PssViolation Violation)? Violation(string check, string pod, PodSecurityVersion version)
    {
        var review = StandardReview.Of(Documents.Decode(pod).Pod);
        foreach (var level in new[] { PodSecurityLevel.Baseline, PodSecurityLevel.Restricted })
        {
            if (review.Violations(level, version).SingleOrDefault(item => item.Check == check) is { } found)
            {
                return (level, found);
            }
        }
        return null;
    }
}
