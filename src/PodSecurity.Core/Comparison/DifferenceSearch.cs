using System.Text.Json.Nodes;
using PodSecurity.Api;
using PodSecurity.Comparison.Aspects;

namespace PodSecurity.Comparison;

/// <summary>Something that a policy admits.</summary>
/// <param name="Aspect">Where the variation stands among the aspects.</param>
/// <param name="RefusedBy">For each of the other policies whether it refuses this.</param>
internal sealed record Finding(int Aspect, PodVariation Variation, IReadOnlyList<bool> RefusedBy);

/// <summary>
/// Looks for pods that one policy admits and others refuse. All policies judge an aspect of a pod by itself; so it is enough to vary one
/// aspect at a time of a pod that the first policy admits, and the others, too, if such a pod can be.
/// </summary>
internal sealed class DifferenceSearch
{
    private readonly PolicyJudge _allowing;
    private readonly PolicyJudge[] _refusing;
    private readonly IReadOnlyList<IReadOnlyList<PodVariation>> _aspects;
    private readonly PodVariation[] _base;

    public DifferenceSearch(PolicyJudge allowing, IEnumerable<PolicyJudge> refusing)
    {
        (_allowing, _refusing) = (allowing, [.. refusing]);
        _aspects = PodAspects.Of(allowing.Policy, [.. _refusing.Select(judge => judge.Policy)]);
        _base = [.. _aspects.Select(_ => PodVariation.None)];
        // A second time for what pod validation objects to.
        FindBase();
        FindBase();
    }

    /// <summary>The pod that all others are variations of.</summary>
    public JsonObject Base => Build();

    /// <summary>Whether the policy admits anything.</summary>
    public bool AdmitsAny => _allowing.Admits(ExamplePod.Decode(Base));

    /// <summary>What the policy admits and at least one of the others refuses.</summary>
    public IEnumerable<Finding> Findings()
    {
        for (var aspect = 0; aspect < _aspects.Count; aspect++)
        {
            var tolerated = _refusing.Select(judge => Tolerated(judge, aspect)).ToArray();
            foreach (var variation in _aspects[aspect].Where(variation => variation.Field is not null))
            {
                var pod = ExamplePod.Decode(Build((aspect, variation)));
                if (!_allowing.Admits(pod))
                {
                    continue;
                }
                bool[] refused = [.. _refusing.Select((judge, i) => Objects(judge, pod, tolerated[i]))];
                if (refused.Contains(true))
                {
                    yield return new(aspect, variation, refused);
                }
            }
        }
    }

    /// <summary>Whether the policy admits these together, and none of the others does.</summary>
    public bool IsOnlyAllowed(params IReadOnlyList<Finding[]> fields)
    {
        var pod = ExamplePod.Decode(Build(Firsts(fields)));
        return _allowing.Admits(pod) && !_refusing.Any(judge => judge.Admits(pod));
    }

    /// <summary>The difference that these findings together make, each list those of one field.</summary>
    public PspDifference Describe(string side, params IReadOnlyList<Finding[]> fields)
    {
        var pod = Build(Firsts(fields));
        return new(pod, string.Join(" with ", fields.Select(Text)))
        {
            SideIndicator = side,
            Field = [.. fields.Select(findings => findings[0].Variation.Field!)],
            Allowed = [.. fields.SelectMany(Values)],
            AllowedBy = _allowing.Policy.Name,
            RefusedBy = [.. _refusing.Select(judge => judge.Policy.Name)],
            Message = _refusing[0].Decide(ExamplePod.Decode(pod)).Message!,
        };
    }

    private static string Text(Finding[] field) => $"{field[0].Variation.Field}: {string.Join(", ", Values(field))}";

    private static IEnumerable<string> Values(Finding[] field) => field.Select(finding => finding.Variation.Value).Distinct();

    private static IEnumerable<(int, PodVariation)> Firsts(IEnumerable<Finding[]> fields) =>
        fields.Select(findings => (findings[0].Aspect, findings[0].Variation));

    /// <summary>The base, but for the aspects of these variations, and with them.</summary>
    private JsonObject Build(params IEnumerable<(int Aspect, PodVariation Variation)> variations)
    {
        var pod = ExamplePod.Plain();
        var kept = _base.Where((_, aspect) => !variations.Any(chosen => chosen.Aspect == aspect));
        foreach (var variation in kept.Concat(variations.Select(chosen => chosen.Variation)))
        {
            variation.Apply(pod);
        }
        return pod;
    }

    private void FindBase()
    {
        for (var aspect = 0; aspect < _aspects.Count && Objections(ExamplePod.Decode(Base)) is not (0, 0); aspect++)
        {
            var index = aspect;
            _base[aspect] = _aspects[aspect].MinBy(variation => Objections(ExamplePod.Decode(Build((index, variation)))))!;
        }
    }

    private (int OfAllowing, int OfOthers) Objections(Pod pod) =>
        (_allowing.Objections(pod), _refusing.Sum(judge => judge.Objections(pod)));

    /// <summary>How many objections the policy has to the other aspects of the base, where nothing suits all policies.</summary>
    private int Tolerated(PolicyJudge judge, int aspect) => judge.Admits(ExamplePod.Decode(Base)) ? 0
        : _aspects[aspect].Min(variation => judge.Objections(ExamplePod.Decode(Build((aspect, variation)))));

    private static bool Objects(PolicyJudge judge, Pod pod, int tolerated) =>
        tolerated == 0 ? !judge.Admits(pod) : judge.Objections(pod) > tolerated;
}
