using PodSecurity.Api;

namespace PodSecurity.Admission.Strategies;

/// <summary>
/// Group ids: a strategy for each of three fields.
/// <para>Restricted: securityContext.fsGroup and supplementalGroups of the pod; securityContext.runAsGroup of containers.</para>
/// <para>Allowed: with MustRunAs and MayRunAs the ranges of spec.fsGroup, spec.supplementalGroups, spec.runAsGroup; with RunAsAny, and
/// without spec.runAsGroup, anything. MustRunAs also demands that there are groups.</para>
/// <para>Default: with MustRunAs the minimum of the first range.</para>
/// <para>Source: group/ in pkg/security/podsecuritypolicy.</para>
/// </summary>
internal sealed class GroupStrategy : Strategy
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
            case StrategyNames.RunAsAny:
                return null;
            case StrategyNames.MustRunAs or StrategyNames.MayRunAs when options.Ranges is { Count: > 0 } ranges:
                return new GroupStrategy(field, new IDRanges(ranges), options.Rule == StrategyNames.MustRunAs);
            case StrategyNames.MustRunAs or StrategyNames.MayRunAs:
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
        {
            return;
        }
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
        if (_field == GroupField.SupplementalGroups)
        {
            Validate("spec.securityContext.supplementalGroups", pod.SupplementalGroups ?? [], run);
        }
        else if (pod.FSGroup is { } group && !_ranges.Contains(group))
        {
            Validate("spec.securityContext.fsGroup", [group], run);
        }
    }

    public override void DefaultContainer(in EffectivePod pod, ref EffectiveContainer container, PolicyRun run)
    {
        if (!_must || container.RunAsGroup is not null)
        {
            return;
        }
        container.RunAsGroup = _ranges.Default;
        run.Change(container, "securityContext/runAsGroup", null, container.RunAsGroup);
    }

    public override void ValidateContainer(in EffectivePod pod, in EffectiveContainer container, PolicyRun run)
    {
        // The server names the security context, not the field.
        if (container.RunAsGroup is { } group && !_ranges.Contains(group))
        {
            Validate(run.Collecting ? container.Field("securityContext") : "", [group], run);
        }
    }

    private void Validate(string field, IReadOnlyList<long> groups, PolicyRun run)
    {
        if (groups.Count == 0 && _must)
        {
            run.Refuse(run.Collecting ? NotAllowed(field, groups, "unable to validate empty groups against required ranges") : null);
        }
        for (var i = 0; i < groups.Count; i++)
        {
            if (!_ranges.Contains(groups[i]))
            {
                run.Refuse(run.Collecting ? NotAllowed(field, groups, $"group {groups[i]} must be in the ranges: {_ranges}") : null);
            }
        }
    }

    private Refusal NotAllowed(string field, IReadOnlyList<long> groups, string detail)
    {
        var (name, podField) = _field switch
        {
            GroupField.FSGroup => ("fsGroup", field),
            GroupField.SupplementalGroups => ("supplementalGroups", field),
            _ => ("runAsGroup", $"{field}.runAsGroup"),
        };
        return new(
            FieldError.Invalid(field, GoValue.Slice("int64", groups.Select(group => (GoValue)group)), detail),
            new(
                at => $"use only group ids in {_ranges.Readable} in {at}{podField} (or remove it)",
                $"add a range with the pod's groups to spec.{name}.ranges"));
    }
}

/// <summary>The field of a pod that a group strategy governs.</summary>
internal enum GroupField
{
    FSGroup,
    SupplementalGroups,
    RunAsGroup,
}
