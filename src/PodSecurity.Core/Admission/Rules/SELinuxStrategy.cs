using PodSecurity.Api;

namespace PodSecurity.Admission.Rules;

/// <summary>seLinux: MustRunAs (this label, defaulted) or RunAsAny. Levels are equal with their categories in any order.</summary>
internal sealed class SELinuxStrategy : PolicyRule
{
    private readonly SELinuxOptions _label;

    private SELinuxStrategy(SELinuxOptions label) => _label = label;

    /// <summary>Null when the rule allows anything, or cannot be built (then a problem is added).</summary>
    public static SELinuxStrategy? Create(PodSecurity.SELinuxRule? options, ICollection<string> problems)
    {
        switch (options?.Rule)
        {
            case "RunAsAny":
                return null;
            case "MustRunAs" when options.SELinuxOptions is { } label:
                return new SELinuxStrategy(new(label.User ?? "", label.Role ?? "", label.Type ?? "", label.Level ?? ""));
            case "MustRunAs":
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
            return;
        pod.SELinux = _label;
        run.Change("/spec/securityContext/seLinuxOptions", null, _label);
    }

    public override void ValidatePod(in EffectivePod pod, PolicyRun run)
    {
        if (!Accepts(pod.SELinux!) && run.Refuse())
            Report("spec.securityContext.seLinuxOptions", pod.SELinux!, run);
    }

    public override void ValidateContainer(in EffectivePod pod, in EffectiveContainer container, PolicyRun run)
    {
        if (!Accepts(container.SELinux!) && run.Refuse())
            Report(container.Field("securityContext.seLinuxOptions"), container.SELinux!, run);
    }

    public override Fix Fix(FieldError error) => new(
        $"set {error.Field} to {GoValue.Quote(WantedOf(error.Field))}",
        "set spec.seLinux.rule: RunAsAny");

    private string WantedOf(string field) => field[(field.LastIndexOf('.') + 1)..] switch
    {
        "user" => _label.User,
        "role" => _label.Role,
        "type" => _label.Type,
        _ => _label.Level,
    };

    private bool Accepts(SELinuxOptions label) =>
        ReferenceEquals(label, _label)
        || (label.Role == _label.Role && label.Type == _label.Type && label.User == _label.User && SameLevel(_label.Level, label.Level));

    private void Report(string field, SELinuxOptions label, PolicyRun run)
    {
        if (!SameLevel(_label.Level, label.Level))
            run.Report(FieldError.Invalid($"{field}.level", label.Level, $"must be {_label.Level}"));
        if (label.Role != _label.Role)
            run.Report(FieldError.Invalid($"{field}.role", label.Role, $"must be {_label.Role}"));
        if (label.Type != _label.Type)
            run.Report(FieldError.Invalid($"{field}.type", label.Type, $"must be {_label.Type}"));
        if (label.User != _label.User)
            run.Report(FieldError.Invalid($"{field}.user", label.User, $"must be {_label.User}"));
    }

    /// <summary><c>s0:c1,c2</c> equals <c>s0:c2,c1</c>; what is not of the form <c>sensitivity:categories</c> must be the same text.</summary>
    private static bool SameLevel(string expected, string actual)
    {
        if (expected == actual)
            return true;
        var (expectedParts, actualParts) = (expected.Split(':', 2), actual.Split(':', 2));
        return expectedParts.Length == 2 && actualParts.Length == 2
            && expectedParts[0] == actualParts[0]
            && Categories(expectedParts[1]).SequenceEqual(Categories(actualParts[1]));
    }

    private static IEnumerable<string> Categories(string list) => list.Split(',').Order(StringComparer.Ordinal);
}
