using PodSecurity.Migration.Fields;

namespace PodSecurity.Migration;

/// <summary>A policy beside the levels of the Pod Security Standards, field by field.</summary>
internal static class PolicyComparison
{
    /// <summary>Each field of the policy beside one level.</summary>
    public static IReadOnlyList<FieldComparison> Fields(PodSecurityPolicy policy, PodSecurityLevel level, PodSecurityVersion version)
    {
        var probe = new LevelProbe(level, version);
        return
        [
            .. HostFields.Of(policy.Spec, probe),
            .. PrivilegeFields.Of(policy.Spec, probe),
            .. VolumeFields.Of(policy.Spec, probe),
            .. IdentityFields.Of(policy.Spec, probe),
            .. KernelFields.Of(policy.Spec, probe),
            .. ProfileFields.Of(policy.Metadata.Annotations, probe),
        ];
    }

    /// <summary>
    /// The level that is meant: the strictest whose permissions the policy exceeds in no field. Fields in which most policies say nothing,
    /// such as SELinux labels, do not count here; they are among what the level forbids.
    /// </summary>
    public static PodSecurityLevel Meant(PodSecurityPolicy policy, PodSecurityVersion version) =>
        Enum.GetValues<PodSecurityLevel>().OrderDescending(Comparer<PodSecurityLevel>.Default)
            .First(level => !Fields(policy, level, version).Any(field => field.Exceeds));

    /// <summary>What the level forbids, leaves open, and no longer writes.</summary>
    public static PssConversion Convert(PodSecurityPolicy policy, PodSecurityVersion version)
    {
        var level = Meant(policy, version);
        var next = level == PodSecurityLevel.Restricted ? [] : Fields(policy, level + 1, version);
        return new PssConversion
        {
            Policy = policy.Name,
            Level = Api.LevelName.Of(level),
            Version = version.ToString(),
            NextLevel = next.Count == 0 ? null : Api.LevelName.Of(level + 1),
            Cluster = policy.Cluster,
            HeldBackBy = [.. next.Where(field => field.Exceeds).Select(
                field => new PssObstacle(field.Field, null, $"allows {field.Forbids}"))],
        }.With(Differences(policy, level, version));
    }

    /// <summary>The differences between a policy and a level.</summary>
    public static PolicyDifferences Differences(PodSecurityPolicy policy, PodSecurityLevel level, PodSecurityVersion version)
    {
        var fields = Fields(policy, level, version);
        return new(Of(field => field.Forbids), Of(field => field.LeavesOpen), Of(field => field.Mutates));

        PssDifference[] Of(Func<FieldComparison, string?> part) =>
            [.. from field in fields where part(field) is not null select new PssDifference(
                policy.Name, field.Field, field.Setting, part(field)!)];
    }
}

/// <param name="Forbids">What the policy allows and the level does not.</param>
/// <param name="LeavesOpen">What the policy forbids and the level does not.</param>
/// <param name="Mutates">What the policy writes into pods.</param>
internal sealed record PolicyDifferences(
    IReadOnlyList<PssDifference> Forbids, IReadOnlyList<PssDifference> LeavesOpen, IReadOnlyList<PssDifference> Mutates);
