using PodSecurity.Api;

namespace PodSecurity.Admission.Strategies;

/// <summary>
/// SELinux labels of the pod and of containers: their own, else the pod's.
/// <para>Restricted: level, role, type and user of securityContext.seLinuxOptions.</para>
/// <para>Allowed: with MustRunAs the label of spec.seLinux.seLinuxOptions, the categories of its level in any order; with RunAsAny
/// anything.</para>
/// <para>Default: with MustRunAs that label.</para>
/// <para>Source: selinux/mustrunas.go in pkg/security/podsecuritypolicy.</para>
/// </summary>
internal sealed class SELinuxStrategy : Strategy
{
    private readonly SELinuxOptions _label;

    private SELinuxStrategy(SELinuxOptions label) => _label = label;

    /// <summary>Null when the rule allows anything, or cannot be built (then a problem is added).</summary>
    public static SELinuxStrategy? Create(SELinuxRule? options, ICollection<string> problems)
    {
        switch (options?.Rule)
        {
            case StrategyNames.RunAsAny:
                return null;
            case StrategyNames.MustRunAs when options.SELinuxOptions is { } label:
                return new SELinuxStrategy(new(label.User ?? "", label.Role ?? "", label.Type ?? "", label.Level ?? ""));
            case StrategyNames.MustRunAs:
                problems.Add("MustRunAs requires SELinuxOptions");
                return null;
            default:
                problems.Add($"Unrecognized SELinuxContext strategy type {options?.Rule}");
                return null;
        }
    }

    public override void DefaultPod(ref EffectivePod pod, PolicyRun run)
    {
        if (pod.SELinux is not null)
        {
            return;
        }
        pod.SELinux = _label;
        run.Change("/spec/securityContext/seLinuxOptions", null, _label);
    }

    public override void ValidatePod(in EffectivePod pod, PolicyRun run)
    {
        // The policy's own label, defaulted a moment ago.
        if (!ReferenceEquals(pod.SELinux, _label))
        {
            Validate(run.Collecting ? "spec.securityContext.seLinuxOptions" : "", pod.SELinux!, run);
        }
    }

    public override void ValidateContainer(in EffectivePod pod, in EffectiveContainer container, PolicyRun run)
    {
        if (!ReferenceEquals(container.SELinux, _label))
        {
            Validate(run.Collecting ? container.Field("securityContext.seLinuxOptions") : "", container.SELinux!, run);
        }
    }

    private void Validate(string field, SELinuxOptions label, PolicyRun run)
    {
        if (!SameLevel(_label.Level, label.Level))
        {
            run.Refuse(run.Collecting ? NotAllowed($"{field}.level", label.Level, _label.Level) : null);
        }
        if (label.Role != _label.Role)
        {
            run.Refuse(run.Collecting ? NotAllowed($"{field}.role", label.Role, _label.Role) : null);
        }
        if (label.Type != _label.Type)
        {
            run.Refuse(run.Collecting ? NotAllowed($"{field}.type", label.Type, _label.Type) : null);
        }
        if (label.User != _label.User)
        {
            run.Refuse(run.Collecting ? NotAllowed($"{field}.user", label.User, _label.User) : null);
        }
    }

    private static Refusal NotAllowed(string field, string value, string wanted) => new(
        FieldError.Invalid(field, value, $"must be {wanted}"),
        new(at => $"set {at}{field} to {GoValue.Quote(wanted)}", "set spec.seLinux.rule: RunAsAny"));

    /// <summary>
    /// <c>s0:c1,c2</c> equals <c>s0:c2,c1</c>; what is not of the form <c>sensitivity:categories</c> must be the same text.
    /// </summary>
    private static bool SameLevel(string expected, string actual)
    {
        if (expected == actual)
        {
            return true;
        }
        var (expectedParts, actualParts) = (expected.Split(':', 2), actual.Split(':', 2));
        return expectedParts.Length == 2 && actualParts.Length == 2
            && expectedParts[0] == actualParts[0]
            && Categories(expectedParts[1]).SequenceEqual(Categories(actualParts[1]));
    }

    private static IEnumerable<string> Categories(string list) => list.Split(',').Order(StringComparer.Ordinal);
}
