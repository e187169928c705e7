using PodSecurity.Comparison.Aspects;

namespace PodSecurity.Comparison;

/// <summary>Compares two policies by what they admit. Every difference comes with a pod that our admission has judged.</summary>
public static class PolicyComparer
{
    private const string OnlyReference = "<=";
    private const string OnlyDifference = "=>";

    public static PspComparison Compare(PodSecurityPolicy reference, PodSecurityPolicy difference)
    {
        ArgumentNullException.ThrowIfNull(reference);
        ArgumentNullException.ThrowIfNull(difference);
        var (first, second) = (new PolicyJudge(reference), new PolicyJudge(difference));
        var lost = Beyond(first, second, OnlyReference).ToList();
        var gained = Beyond(second, first, OnlyDifference).ToList();
        return new()
        {
            ReferencePolicy = reference.Name,
            DifferencePolicy = difference.Name,
            Covers = lost.Count == 0,
            IsCovered = gained.Count == 0,
            Differences = [.. lost, .. gained],
        };
    }

    /// <summary>Why a policy admits no pod at all; null when it admits some.</summary>
    public static string? WhyNone(PodSecurityPolicy policy)
    {
        var judge = new PolicyJudge(policy);
        var search = new DifferenceSearch(judge, []);
        return judge.Problem ?? (search.AdmitsAny ? null : judge.Decide(ExamplePod.Decode(search.Base)).Message);
    }

    private static IEnumerable<PspDifference> Beyond(PolicyJudge allowing, PolicyJudge refusing, string side)
    {
        var search = new DifferenceSearch(allowing, [refusing]);
        if (!search.AdmitsAny)
        {
            return [];
        }
        var findings = refusing.Problem is null ? search.Findings().ToList() : [];
        if (findings.Count == 0 && !refusing.Admits(ExamplePod.Decode(search.Base)))
        {
            // Nothing suits the other policy, whatever one of its fields says.
            findings.Add(new(0, PodVariation.Silence("spec", "any pod"), [true]));
        }
        return findings.GroupBy(finding => finding.Variation.Field).Select(same => search.Describe(side, [.. same]));
    }
}
