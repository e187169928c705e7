using PodSecurity.Api;

namespace PodSecurity.Admission.Strategies;

/// <summary>
/// User ids of containers: their own, else the pod's.
/// <para>Restricted: securityContext.runAsUser and runAsNonRoot of containers and pod.</para>
/// <para>Allowed: with MustRunAs the ranges of spec.runAsUser; with MustRunAsNonRoot any user but 0, and no runAsNonRoot: false; with
/// RunAsAny
/// anything.</para>
/// <para>Default: with MustRunAs the minimum of the first range; with MustRunAsNonRoot runAsNonRoot: true where neither field is
/// set.</para>
/// <para>Source: user/ in pkg/security/podsecuritypolicy.</para>
/// </summary>
internal static class RunAsUserStrategy
{
    /// <summary>Null when the rule allows anything, or cannot be built (then a problem is added).</summary>
    public static Strategy? Create(IDRule? options, ICollection<string> problems)
    {
        switch (options?.Rule)
        {
            case StrategyNames.RunAsAny:
                return null;
            case StrategyNames.MustRunAsNonRoot:
                return new MustRunAsNonRoot();
            case StrategyNames.MustRunAs when options.Ranges is { Count: > 0 } ranges:
                return new MustRunAs(new IDRanges(ranges));
            case StrategyNames.MustRunAs:
                problems.Add("MustRunAs requires at least one range");
                return null;
            default:
                problems.Add($"Unrecognized RunAsUser strategy type {options?.Rule}");
                return null;
        }
    }

    private sealed class MustRunAs(IDRanges ranges) : Strategy
    {
        public override void DefaultContainer(in EffectivePod pod, ref EffectiveContainer container, PolicyRun run)
        {
            if (container.RunAsUser is not null)
            {
                return;
            }
            container.RunAsUser = ranges.Default;
            run.Change(container, "securityContext/runAsUser", null, container.RunAsUser);
        }

        public override void ValidateContainer(in EffectivePod pod, in EffectiveContainer container, PolicyRun run)
        {
            if (container.RunAsUser is { } user && !ranges.Contains(user))
            {
                run.Refuse(run.Collecting ? NotAllowed(container.Field("securityContext.runAsUser"), user) : null);
            }
        }

        private Refusal NotAllowed(string field, long user) => new(
            FieldError.Invalid(field, user, $"must be in the ranges: {ranges}"),
            new(
                at => $"set {at}{field} to a user id in {ranges.Readable} (or remove it)",
                $"add a range with {user} to spec.runAsUser.ranges"));
    }

    private sealed class MustRunAsNonRoot : Strategy
    {
        private const string AllowRoot = "set spec.runAsUser.rule: RunAsAny";

        public override void DefaultContainer(in EffectivePod pod, ref EffectiveContainer container, PolicyRun run)
        {
            if (container.RunAsNonRoot is not null || container.RunAsUser is not null)
            {
                return;
            }
            container.RunAsNonRoot = true;
            run.Change(container, "securityContext/runAsNonRoot", null, container.RunAsNonRoot);
        }

        public override void ValidateContainer(in EffectivePod pod, in EffectiveContainer container, PolicyRun run)
        {
            if (container.RunAsNonRoot == false)
            {
                run.Refuse(run.Collecting ? MayBeRoot(container.Field("securityContext.runAsNonRoot")) : null);
            }
            else if (container.RunAsUser == 0)
            {
                run.Refuse(run.Collecting ? IsRoot(container.Field("securityContext.runAsUser")) : null);
            }
        }

        private static Refusal MayBeRoot(string field) =>
            new(FieldError.Invalid(field, false, "must be true"), new(at => $"set {at}{field} to true", AllowRoot));

        private static Refusal IsRoot(string field) => new(
            FieldError.Invalid(field, 0, "running with the root UID is forbidden"),
            new(at => $"set {at}{field} to a user id other than 0", AllowRoot));
    }
}
