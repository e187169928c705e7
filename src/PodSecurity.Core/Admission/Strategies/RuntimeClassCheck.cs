using PodSecurity.Api;

namespace PodSecurity.Admission.Strategies;

/// <summary>
/// Runtime classes. Whether a class of that name exists is another plugin's question.
/// <para>Restricted: spec.runtimeClassName.</para>
/// <para>Allowed: the names in spec.runtimeClass.allowedRuntimeClassNames, * for any; an empty list admits only pods that name none;
/// without
/// spec.runtimeClass anything.</para>
/// <para>Default: spec.runtimeClass.defaultRuntimeClassName.</para>
/// <para>Source: mutatePod and ValidatePod in pkg/security/podsecuritypolicy/provider.go.</para>
/// </summary>
internal sealed class RuntimeClassCheck : Strategy
{
    private readonly string[] _allowed;
    private readonly bool _all;
    private readonly string? _default;

    private RuntimeClassCheck(RuntimeClassRule options)
    {
        _allowed = [.. options.AllowedRuntimeClassNames];
        _all = _allowed.Contains("*");
        _default = options.DefaultRuntimeClassName;
    }

    /// <summary>Null when the policy has no such rule: then anything goes.</summary>
    public static RuntimeClassCheck? Create(RuntimeClassRule? options) => options is null ? null : new(options);

    public override void DefaultPod(ref EffectivePod pod, PolicyRun run)
    {
        if (pod.RuntimeClassName is not null || _default is null)
        {
            return;
        }
        pod.RuntimeClassName = _default;
        run.Change("/spec/runtimeClassName", null, _default);
    }

    public override void ValidatePod(in EffectivePod pod, PolicyRun run)
    {
        if (pod.RuntimeClassName is { } name && !_all && Array.IndexOf(_allowed, name) < 0)
        {
            run.Refuse(run.Collecting ? NotAllowed(name) : null);
        }
    }

    private Refusal NotAllowed(string name) => new(
        FieldError.Invalid("spec.runtimeClassName", name, ""),
        new(
            at => _allowed.Length == 0
                ? $"remove {at}spec.runtimeClassName"
                : $"set {at}spec.runtimeClassName to one of {string.Join(", ", _allowed)} (or remove it)",
            $"add {GoValue.Quote(name)} to spec.runtimeClass.allowedRuntimeClassNames"));
}
