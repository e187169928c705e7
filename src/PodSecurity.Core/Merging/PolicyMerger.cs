using PodSecurity.Comparison;
using PodSecurity.Releases;

namespace PodSecurity.Merging;

/// <summary>
/// Makes the least policy that admits what any of several admits, field by field, as far as a policy can say it. It changes no pod that
/// one of them admits as it is: where one fills a field in and another does not, the rule gives way to one that fills in nothing.
/// </summary>
public static class PolicyMerger
{
    private const string OnlyMerged = "=>";

    /// <param name="policies">At least one, all such that they can admit a pod.</param>
    public static PspMerge Merge(string name, IReadOnlyCollection<PodSecurityPolicy> policies)
    {
        ArgumentNullException.ThrowIfNull(policies);
        ArgumentOutOfRangeException.ThrowIfZero(policies.Count, nameof(policies));
        var merged = new PodSecurityPolicy
        {
            Metadata = new() { Name = name, Annotations = MergedProfiles.Of([.. policies.Select(policy => policy.Metadata.Annotations)]) },
            Spec = Specs([.. policies.Select(policy => policy.Spec)]),
        };
        return new()
        {
            Policy = merged,
            MergedPolicies = [.. policies.Select(policy => policy.Name)],
            Covers = policies.All(policy => PolicyComparer.Compare(policy, merged).Covers),
            Differences = [.. Excess(merged, policies)],
        };
    }

    private static PodSecurityPolicySpec Specs(IReadOnlyCollection<PodSecurityPolicySpec> specs)
    {
        var merged = new PodSecurityPolicySpec
        {
            // Without escalation the server takes no privileged container.
            Privileged = specs.Any(spec => spec.Privileged && spec.AllowPrivilegeEscalation != false),
            HostNetwork = specs.Any(spec => spec.HostNetwork),
            HostPID = specs.Any(spec => spec.HostPID),
            HostIPC = specs.Any(spec => spec.HostIPC),
            HostPorts = MergedLists.Ports(specs.SelectMany(spec => spec.HostPorts)),
            ReadOnlyRootFilesystem = specs.All(spec => spec.ReadOnlyRootFilesystem),
            AllowPrivilegeEscalation = specs.Any(spec => spec.AllowPrivilegeEscalation != false),
            RunAsUser = MergedIdentities.Users([.. specs.Select(spec => spec.RunAsUser)]),
            RunAsGroup = specs.Any(spec => spec.RunAsGroup is null) ? null : MergedIdentities.Groups(
                [.. specs.Select(spec => spec.RunAsGroup!)]),
            SupplementalGroups = MergedIdentities.Groups([.. specs.Select(spec => spec.SupplementalGroups)]),
            FSGroup = MergedIdentities.Groups([.. specs.Select(spec => spec.FSGroup)]),
            SELinux = MergedIdentities.Labels([.. specs.Select(spec => spec.SELinux)]),
            AllowedUnsafeSysctls = MergedLists.Patterns(
                specs.SelectMany(spec => spec.AllowedUnsafeSysctls).Except(SafeSysctls.Of(KubernetesRelease.Default))),
            ForbiddenSysctls = MergedLists.SharedPatterns(specs.Select(spec => spec.ForbiddenSysctls)),
            RuntimeClass = MergedLists.RuntimeClasses([.. specs.Select(spec => spec.RuntimeClass)]),
        };
        MergedLists.Volumes(merged, specs);
        Capabilities(merged, specs);
        merged.DefaultAllowPrivilegeEscalation = DefaultEscalation(merged, specs);
        return merged;
    }

    private static void Capabilities(PodSecurityPolicySpec merged, IReadOnlyCollection<PodSecurityPolicySpec> specs)
    {
        merged.DefaultAddCapabilities = MergedLists.Shared(specs.Select(spec => spec.DefaultAddCapabilities));
        merged.RequiredDropCapabilities = MergedLists.Shared(specs.Select(spec => spec.RequiredDropCapabilities));
        var allowed = MergedLists.Names(specs.SelectMany(spec => spec.AllowedCapabilities.Concat(spec.DefaultAddCapabilities)));
        merged.AllowedCapabilities = [.. allowed.Except(merged.DefaultAddCapabilities)];
    }

    // What a container gets that leaves it open; it is only said where it is not the same as saying nothing.
    private static bool? DefaultEscalation(PodSecurityPolicySpec merged, IEnumerable<PodSecurityPolicySpec> specs)
    {
        var defaults = specs.Select(spec => spec.AllowPrivilegeEscalation == false ? false : spec.DefaultAllowPrivilegeEscalation)
            .Distinct().ToList();
        return merged.AllowPrivilegeEscalation == true && defaults is [{ } only] ? only : null;
    }

    private static IEnumerable<PspDifference> Excess(PodSecurityPolicy merged, IEnumerable<PodSecurityPolicy> policies)
    {
        var search = new DifferenceSearch(new(merged), policies.Select(policy => new PolicyJudge(policy)));
        var powers = search.Findings().GroupBy(finding => finding.Variation.Field).SelectMany(Powers).ToList();
        var told = new HashSet<Finding[]>();
        foreach (var power in powers.Where(power => !told.Contains(power)))
        {
            var together = Together(power, powers);
            if (search.IsOnlyAllowed(together))
            {
                told.UnionWith(together);
                yield return search.Describe(OnlyMerged, together);
            }
        }
    }

    /// <summary>The findings of a field, those apart that other policies refuse.</summary>
    private static IEnumerable<Finding[]> Powers(IEnumerable<Finding> findings) => findings
        .GroupBy(finding => string.Concat(finding.RefusedBy.Select(refused => refused ? '1' : '0'))).Select(same => same.ToArray());

    /// <summary>This power and the fewest others that every policy refuses where they come together.</summary>
    private static Finding[][] Together(Finding[] power, IReadOnlyCollection<Finding[]> powers)
    {
        Finding[][] chosen = [power];
        while (Refusing(chosen) < power[0].RefusedBy.Count)
        {
            var candidates = powers.Where(other => !chosen.Any(one => one[0].Variation.Field == other[0].Variation.Field));
            if (candidates.MaxBy(other => Refusing([.. chosen, other])) is not { } best || Refusing([.. chosen, best]) == Refusing(chosen))
            {
                break;
            }
            chosen = [.. chosen, best];
        }
        return chosen;
    }

    private static int Refusing(Finding[][] powers) =>
        Enumerable.Range(0, powers[0][0].RefusedBy.Count).Count(policy => powers.Any(findings => findings[0].RefusedBy[policy]));
}
