namespace PodSecurity.Admission.Rules;

/// <summary>runAsUser: MustRunAs (a range, defaulted to its minimum), MustRunAsNonRoot, RunAsAny.</summary>
internal static class RunAsUserStrategy
{
    /// <summary>Null when the rule allows anything, or cannot be built (then a problem is added).</summary>
    public static PolicyRule? Create(IDRule? options, ICollection<string> problems)
    {
        switch (options?.Rule)
        {
            case "RunAsAny":
                return null;
            case "MustRunAsNonRoot":
                return new MustRunAsNonRoot();
            case "MustRunAs" when options.Ranges is { Count: > 0 } ranges:
                return new MustRunAs(new IDRanges(ranges));
            case "MustRunAs":
                problems.Add("MustRunAs requires at least one range");
                return null;
            default:
                problems.Add($"Unrecognized RunAsUser strategy type {options?.Rule}");
                return null;
        }
    }

    private sealed class MustRunAs(IDRanges ranges) : PolicyRule
    {
        public override void DefaultContainer(in EffectivePod pod, ref EffectiveContainer container, PolicyRun run)
        {
            if (container.RunAsUser is not null)
                return;
            container.RunAsUser = ranges.Default;
            run.Change(container, "securityContext/runAsUser", null, container.RunAsUser);
        }

        public override void ValidateContainer(in EffectivePod pod, in EffectiveContainer container, PolicyRun run)
        {
            if (container.RunAsUser is { } user && !ranges.Contains(user) && run.Refuse())
                run.Report(FieldError.Invalid(container.Field("securityContext.runAsUser"), user, $"must be in the ranges: {ranges}"));
        }

        public override Fix Fix(FieldError error) => new(
            $"set {error.Field} to a user id in {ranges.Readable} (or remove it)",
            $"add a range with {error.Value} to spec.runAsUser.ranges");
    }

    private sealed class MustRunAsNonRoot : PolicyRule
    {
        public override void DefaultContainer(in EffectivePod pod, ref EffectiveContainer container, PolicyRun run)
        {
            if (container.RunAsNonRoot is not null || container.RunAsUser is not null)
                return;
            container.RunAsNonRoot = true;
            run.Change(container, "securityContext/runAsNonRoot", null, container.RunAsNonRoot);
        }

        public override void ValidateContainer(in EffectivePod pod, in EffectiveContainer container, PolicyRun run)
        {
            if (container.RunAsNonRoot == false)
            {
                if (run.Refuse())
                    run.Report(FieldError.Invalid(container.Field("securityContext.runAsNonRoot"), false, "must be true"));
            }
            else if (container.RunAsUser == 0 && run.Refuse())
            {
                run.Report(FieldError.Invalid(
                    container.Field("securityContext.runAsUser"), 0, "running with the root UID is forbidden"));
            }
        }

        public override Fix Fix(FieldError error) => new(
            error.Field.EndsWith("runAsNonRoot", StringComparison.Ordinal)
                ? $"set {error.Field} to true"
                : $"set {error.Field} to a user id other than 0",
            "set spec.runAsUser.rule: RunAsAny");
    }
}
