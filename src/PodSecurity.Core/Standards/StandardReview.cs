using System.Numerics;
using PodSecurity.Api;
using PodSecurity.Standards.Checks;

namespace PodSecurity.Standards;

/// <summary>
/// Which rules of the Pod Security Standards a pod breaks. Each rule is judged once, and the verdicts of all levels and versions
/// follow from that; texts are made when somebody asks for them.
/// </summary>
public readonly struct StandardReview
{
    private readonly Pod _pod;
    private readonly ulong _broken;

    private StandardReview(Pod pod, ulong rules)
    {
        _pod = pod;
        for (var rest = rules; rest != 0; rest &= rest - 1)
        {
            var index = BitOperations.TrailingZeroCount(rest);
            if (!CheckRegistry.Rules[index].Rule.Allows(pod))
            {
                _broken |= 1UL << index;
            }
        }
    }

    /// <summary>The newest version whose checks are known; newer ones and latest are judged by it.</summary>
    public static PodSecurityVersion NewestKnown { get; } = new(CheckRegistry.NewestMinor);

    /// <summary>Judges the pod, as it stands, for all levels and versions.</summary>
    public static StandardReview Of(Pod pod)
    {
        ArgumentNullException.ThrowIfNull(pod);
        return new(pod, (1UL << CheckRegistry.Rules.Length) - 1);
    }

    /// <summary>Judges the object's pod as the newest API server would have it: after its defaulting, which texts tell.</summary>
    public static StandardReview OfServed(Workload workload)
    {
        ArgumentNullException.ThrowIfNull(workload);
        return Of(ServerPreparation.Prepare(workload));
    }

    /// <summary>Whether the pod, as it stands, meets this level in this version: the quickest way to ask for one.</summary>
    public static bool Allows(Pod pod, PodSecurityLevel level, PodSecurityVersion version)
    {
        ArgumentNullException.ThrowIfNull(pod);
        for (var rest = CheckRegistry.RulesOf(level, version); rest != 0; rest &= rest - 1)
        {
            if (!CheckRegistry.Rules[BitOperations.TrailingZeroCount(rest)].Rule.Allows(pod))
            {
                return false;
            }
        }
        return true;
    }

    public bool Allows(PodSecurityLevel level, PodSecurityVersion version) => (_broken & CheckRegistry.RulesOf(level, version)) == 0;

    /// <summary>The strictest level that the pod meets in this version.</summary>
    public PodSecurityLevel StrictestMet(PodSecurityVersion version) =>
        Allows(PodSecurityLevel.Restricted, version) ? PodSecurityLevel.Restricted
        : Allows(PodSecurityLevel.Baseline, version) ? PodSecurityLevel.Baseline
        : PodSecurityLevel.Privileged;

    /// <summary>What keeps the pod from this level, in the server's order and words.</summary>
    public IReadOnlyList<PssViolation> Violations(PodSecurityLevel level, PodSecurityVersion version)
    {
        var pod = _pod;
        return [.. Broken(level, version).Select(item => Violation(item, pod))];
    }

    /// <summary>What each violation takes away or sets to be none; in the order of <see cref="Violations"/>.</summary>
    /// <param name="podPath">Where the pod is in its object, for example <c>spec.template</c>; empty for a pod.</param>
    public IReadOnlyList<PssExplanation> Explain(PodSecurityLevel level, PodSecurityVersion version, string podPath)
    {
        ArgumentNullException.ThrowIfNull(podPath);
        var pod = _pod;
        var prefix = podPath.Split('.', StringSplitOptions.RemoveEmptyEntries);
        return [.. Broken(level, version).Select(item => Explanation(item, pod, prefix))];
    }

    /// <summary>Reasons with details, as in a refusal.</summary>
    internal static string Describe(IEnumerable<PssViolation> violations) => string.Join(", ", violations);

    private static PssViolation Violation((StandardCheck Check, StandardRule Rule) broken, Pod pod)
    {
        var (reason, detail) = broken.Rule.Explain(pod);
        return new(broken.Check.Id, reason, detail);
    }

    private static PssExplanation Explanation((StandardCheck Check, StandardRule Rule) broken, Pod pod, string[] prefix)
    {
        var patch = new PodPatch(prefix);
        broken.Rule.Fix(pod, patch);
        return new(broken.Check.Id, string.Join("; ", patch.Steps), patch.Json);
    }

    private IEnumerable<(StandardCheck Check, StandardRule Rule)> Broken(PodSecurityLevel level, PodSecurityVersion version)
    {
        var broken = _broken & CheckRegistry.RulesOf(level, version);
        return CheckRegistry.Rules.Where((_, index) => (broken >> index & 1) != 0);
    }
}
