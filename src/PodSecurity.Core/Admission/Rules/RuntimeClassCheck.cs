namespace PodSecurity.Admission.Rules;

/// <summary>runtimeClass: the names that a pod may give, and the one that it gets. An empty list admits only pods that name none.</summary>
internal sealed class RuntimeClassCheck : PolicyRule
{
    private readonly string[] _allowed;
    private readonly bool _all;
    private readonly string? _default;

    private RuntimeClassCheck(PodSecurity.RuntimeClassRule options)
    {
        _allowed = [.. options.AllowedRuntimeClassNames ?? []];
        _all = _allowed.Contains("*");
        _default = options.DefaultRuntimeClassName;
    }

    /// <summary>Null when the policy has no such rule: then anything goes.</summary>
    public static RuntimeClassCheck? Create(PodSecurity.RuntimeClassRule? options) => options is null ? null : new(options);

    public override void DefaultPod(ref EffectivePod pod, PolicyRun run)
    {
        if (pod.RuntimeClassName is not null || _default is null)
            return;
        pod.RuntimeClassName = _default;
        run.Change("/spec/runtimeClassName", null, _default);
    }

    public override void ValidatePod(in EffectivePod pod, PolicyRun run)
    {
        if (pod.RuntimeClassName is { } name && !_all && Array.IndexOf(_allowed, name) < 0 && run.Refuse())
            run.Report(FieldError.Invalid("spec.runtimeClassName", name, ""));
    }

    public override Fix Fix(FieldError error) => new(
        _allowed.Length == 0
            ? "remove spec.runtimeClassName"
            : $"set spec.runtimeClassName to one of {string.Join(", ", _allowed)} (or remove it)",
        $"add {error.Value} to spec.runtimeClass.allowedRuntimeClassNames");
}
