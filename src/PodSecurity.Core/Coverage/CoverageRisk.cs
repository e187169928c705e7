using PodSecurity.Validation;

namespace PodSecurity.Coverage;

/// <summary>One of the workloads that a proposal covers, with what was judged of it.</summary>
internal sealed record CoveredWorkload(string Name, IReadOnlyList<PspChangeResult> Results)
{
    public bool IsScaledToZero => Results.All(result => result.ScaledToZero);

    public string Shown => IsScaledToZero ? $"{Name} (scaled to zero)" : Name;

    /// <summary>The dangers that a policy for this workload alone would have.</summary>
    public IReadOnlySet<string> Risks => field ??= CoveragePlanner.Least("least", [.. Results.Select(result => result.Pod!)])
        .Risks().Select(warning => warning.Message).ToHashSet(StringComparer.Ordinal);
}

/// <summary>Whom a proposed policy endangers the node for: each danger with the workloads that ask for it.</summary>
internal static class CoverageRisk
{
    // Ordinary pods ask for these; who gets them along with others has little more.
    private static readonly string[] Ordinary = ["AnyUser", "EscalationAllowedByDefault", "RootInUserRange", "AnySeccompProfile"];

    public static IReadOnlyList<PspCoverageRisk> Of(PodSecurityPolicy policy, IReadOnlyCollection<CoveredWorkload> workloads) =>
    [
        .. policy.Risks().Select(warning => new PspCoverageRisk(
            warning.Code, warning.Field,
                [.. workloads.Where(workload => workload.Risks.Contains(warning.Message)).Select(workload => workload.Name)])),
    ];

    /// <summary>Who should leave the service account so that the others need less; null when nobody stands out.</summary>
    public static string? Advice(IEnumerable<PspCoverageRisk> risks, IReadOnlyCollection<CoveredWorkload> workloads)
    {
        var special = risks.Where(
            risk => !Ordinary.Contains(risk.Code) && risk.Workloads.Count > 0 && risk.Workloads.Count < workloads.Count).ToList();
        if (special.Count == 0)
        {
            return null;
        }
        var exceptions = workloads.Where(workload => special.Any(risk => risk.Workloads.Contains(workload.Name))).ToList();
        var (names, codes) = (string.Join(", ", exceptions.Select(workload => workload.Shown)), string.Join(
            ", ", special.Select(risk => risk.Code).Distinct()));
        if (exceptions.Count == workloads.Count)
        {
            return $"Give each of {names} a service account of its own: none of them asks for all of {codes}.";
        }
        var idle = exceptions.All(workload => workload.IsScaledToZero) ? ", or remove it if nobody needs it any more" : "";
        return $"Give {names} a service account of its own{idle}: the others do not ask for {codes}.";
    }

    public static IEnumerable<PspWarning> Risks(this PodSecurityPolicy policy) =>
        PspValidator.Validate(policy).Warnings.Where(warning => warning.Kind == nameof(PspWarningKind.Risk));
}
