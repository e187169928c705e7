using PodSecurity.Admission.Storage;
using PodSecurity.Api;

namespace PodSecurity.Admission.Rules;

/// <summary>The field of a pod that a group strategy governs.</summary>
internal enum GroupField
{
    FSGroup,
    SupplementalGroups,
    RunAsGroup,
}

/// <summary>fsGroup, supplementalGroups and runAsGroup: MustRunAs (a range, defaulted to its minimum), MayRunAs (a range, no default), RunAsAny.</summary>
internal sealed class GroupStrategy : PolicyRule
{
    private readonly GroupField _field;
    private readonly IDRanges _ranges;
    private readonly bool _must;
    private readonly long[] _defaultGroups;

    private GroupStrategy(GroupField field, IDRanges ranges, bool must) =>
        (_field, _ranges, _must, _defaultGroups) = (field, ranges, must, [ranges.Default]);

    /// <summary>Null when the rule allows anything, or cannot be built (then a problem is added).</summary>
    public static GroupStrategy? Create(GroupField field, IDRule? options, ICollection<string> problems)
    {
        switch (options?.Rule)
        {
            case "RunAsAny":
                return null;
            case "MustRunAs" or "MayRunAs" when options.Ranges is { Count: > 0 } ranges:
                return new GroupStrategy(field, new IDRanges(ranges), options.Rule == "MustRunAs");
            case "MustRunAs" or "MayRunAs":
                problems.Add($"ranges must be supplied for {options.Rule}");
                return null;
            default:
                problems.Add($"Unrecognized {field} strategy type {options?.Rule}");
                return null;
        }
    }

    public override void DefaultPod(ref EffectivePod pod, PolicyRun run)
    {
        if (!_must)
            return;
        if (_field == GroupField.FSGroup && pod.FSGroup is null)
        {
            pod.FSGroup = _ranges.Default;
            run.Change("/spec/securityContext/fsGroup", null, pod.FSGroup);
        }
        else if (_field == GroupField.SupplementalGroups && pod.SupplementalGroups is null)
        {
            pod.SupplementalGroups = _defaultGroups;
            run.Change("/spec/securityContext/supplementalGroups", null, pod.SupplementalGroups);
        }
    }

    public override void ValidatePod(in EffectivePod pod, PolicyRun run)
    {
        if (_field == GroupField.FSGroup)
            Validate("spec.securityContext.fsGroup", pod.FSGroup, run);
        else
            Validate("spec.securityContext.supplementalGroups", pod.SupplementalGroups ?? [], run);
    }

    public override void DefaultContainer(in EffectivePod pod, ref EffectiveContainer container, PolicyRun run)
    {
        if (!_must || container.RunAsGroup is not null)
            return;
        container.RunAsGroup = _ranges.Default;
        run.Change(container, "securityContext/runAsGroup", null, container.RunAsGroup);
    }

    public override void ValidateContainer(in EffectivePod pod, in EffectiveContainer container, PolicyRun run)
    {
        // The server names the security context, not the field.
        if (container.RunAsGroup is { } group && !_ranges.Contains(group))
            Validate(run.Collecting ? container.Field("securityContext") : "", group, run);
    }

    public override Fix Fix(FieldError error)
    {
        var field = _field == GroupField.RunAsGroup ? $"{error.Field}.runAsGroup" : error.Field;
        var list = char.ToLowerInvariant(_field.ToString()[0]) + _field.ToString()[1..];
        var name = _field == GroupField.FSGroup ? "fsGroup" : list;
        return new(
            $"use only group ids in {_ranges.Readable} in {field} (or remove it)",
            $"add a range with the pod's groups to spec.{name}.ranges");
    }

    private void Validate(string field, long? group, PolicyRun run)
    {
        if (group is { } id && !_ranges.Contains(id))
            Validate(field, [id], run);
    }

    private void Validate(string field, IReadOnlyList<long> groups, PolicyRun run)
    {
        if (groups.Count == 0 && _must && run.Refuse())
            run.Report(Invalid(field, groups, "unable to validate empty groups against required ranges"));
        for (var i = 0; i < groups.Count; i++)
        {
            if (!_ranges.Contains(groups[i]) && run.Refuse())
                run.Report(Invalid(field, groups, $"group {groups[i]} must be in the ranges: {_ranges}"));
        }
    }

    private static FieldError Invalid(string field, IReadOnlyList<long> groups, string detail) =>
        FieldError.Invalid(field, GoValue.Slice("int64", groups.Select(group => (GoValue)group)), detail);
}
