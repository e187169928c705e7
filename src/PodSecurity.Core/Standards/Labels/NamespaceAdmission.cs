using PodSecurity.Api;

namespace PodSecurity.Standards.Labels;

/// <summary>Admits namespaces: are their labels valid, and which of the pods in them does a new enforce level forbid?</summary>
/// <remarks>Source: kubernetes/pod-security-admission, admission/admission.go, ValidateNamespace.</remarks>
public sealed class NamespaceAdmission(LabelAdmissionOptions options)
{
    /// <summary>A namespace that is created; it has no pods yet.</summary>
    public LabelAdmissionResponse Create(string name, IReadOnlyDictionary<string, string>? labels)
    {
        var reading = new LabelReading(labels, options.Defaults);
        return reading.Errors.Count > 0 ? Invalid(name, reading) : Exempt(name, labels, reading.Policy) ?? LabelAdmissionResponse.Silence;
    }

    /// <summary>Whether the server would look at the pods of a namespace whose labels change so.</summary>
    public bool LooksAtPods(string name, IReadOnlyDictionary<string, string>? oldLabels, IReadOnlyDictionary<string, string>? labels)
    {
        var reading = new LabelReading(labels, options.Defaults);
        return !IsInvalid(reading, oldLabels)
            && EnforcesMore(new LabelReading(oldLabels, options.Defaults).Policy.Enforce, reading.Policy.Enforce)
            && !options.ExemptNamespaces.Contains(name);
    }

    /// <summary>A namespace whose labels change.</summary>
    /// <param name="pods">The pods in the namespace, in the server's order; null when they cannot be listed.</param>
    public LabelAdmissionResponse Update(
        string name,
        IReadOnlyDictionary<string, string>? oldLabels,
        IReadOnlyDictionary<string, string>? labels,
        IEnumerable<Workload>? pods)
    {
        var reading = new LabelReading(labels, options.Defaults);
        if (IsInvalid(reading, oldLabels))
        {
            return Invalid(name, reading);
        }
        if (!EnforcesMore(new LabelReading(oldLabels, options.Defaults).Policy.Enforce, reading.Policy.Enforce))
        {
            return LabelAdmissionResponse.Silence;
        }
        if (options.ExemptNamespaces.Contains(name))
        {
            return Exempt(name, labels, reading.Policy) ?? LabelAdmissionResponse.Silence;
        }
        return LabelAdmissionResponse.Warning(
            pods is null ? [ExistingPods.NotListed] : new ExistingPods(name, reading.Policy.Enforce, options).Warnings(pods));
    }

    /// <summary>Errors that were there before, all of them and no others, are let through.</summary>
    private bool IsInvalid(LabelReading reading, IReadOnlyDictionary<string, string>? oldLabels) =>
        reading.Errors.Count > 0 && !reading.Errors.SequenceEqual(new LabelReading(oldLabels, options.Defaults).Errors);

    /// <summary>Whether pods may be forbidden that were not before; versions are compared as written.</summary>
    private static bool EnforcesMore(LevelVersion before, LevelVersion after) =>
        after.Level != PodSecurityLevel.Privileged && (after.Version != before.Version || after.Level > before.Level);

    private static LabelAdmissionResponse Invalid(string name, LabelReading reading) => LabelAdmissionResponse.Refused(
        422, "Invalid", $"Namespace {GoValue.Quote(name)} is invalid: {FieldError.Join(reading.Errors)}");

    /// <summary>Labels that will not count; null when there is nothing to say.</summary>
    private LabelAdmissionResponse? Exempt(string name, IReadOnlyDictionary<string, string>? labels, NamespacePolicy policy)
    {
        if (!options.ExemptNamespaces.Contains(name) || policy.IsFullyPrivileged || policy.IsEquivalentTo(options.Defaults))
        {
            return null;
        }
        (string Mode, LevelVersion Value)[] modes = [("enforce", policy.Enforce), ("audit", policy.Audit), ("warn", policy.Warn)];
        var named = modes.Where(mode => mode.Value.Level != PodSecurityLevel.Privileged && IsLabelled(mode.Mode))
            .Select(mode => $"{mode.Mode}={mode.Value}");
        return LabelAdmissionResponse.Warning(
            $"namespace {GoValue.Quote(name)} is exempt from Pod Security, and the policy ({string.Join(", ", named)}) will be ignored");

        bool IsLabelled(string mode)
        {
            var key = PodSecurityLabels.Prefix + mode;
            return labels is not null && (labels.ContainsKey(key) || labels.ContainsKey($"{key}-version"));
        }
    }
}
