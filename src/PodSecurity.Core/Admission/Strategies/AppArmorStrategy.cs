using PodSecurity.Api;

namespace PodSecurity.Admission.Strategies;

/// <summary>
/// AppArmor profiles of containers, in annotations of pod and policy.
/// <para>Restricted: the pod's annotation container.apparmor.security.beta.kubernetes.io/CONTAINER.</para>
/// <para>Allowed: what the policy's annotation apparmor.security.beta.kubernetes.io/allowedProfileNames lists; without it anything.</para>
/// <para>Default: the policy's annotation apparmor.security.beta.kubernetes.io/defaultProfileName.</para>
/// <para>Source: apparmor/strategy.go in pkg/security/podsecuritypolicy.</para>
/// </summary>
internal sealed class AppArmorStrategy : Strategy
{
    private readonly string _defaultProfile;
    private readonly ProfileList _allowed;

    private AppArmorStrategy(string defaultProfile, string? allowed) =>
        (_defaultProfile, _allowed) = (defaultProfile, new ProfileList(allowed, profile => [profile]));

    /// <summary>Null when the policy says nothing about AppArmor.</summary>
    public static AppArmorStrategy? Create(StringMap annotations)
    {
        annotations.TryGetValue(PspAnnotations.AppArmorDefault, out var profile);
        annotations.TryGetValue(PspAnnotations.AppArmorAllowed, out var allowed);
        return string.IsNullOrEmpty(profile) && allowed is null ? null : new AppArmorStrategy(profile ?? "", allowed);
    }

    public override void DefaultContainer(in EffectivePod pod, ref EffectiveContainer container, PolicyRun run)
    {
        if (_defaultProfile.Length == 0 || !string.IsNullOrEmpty(container.AppArmorAnnotation))
        {
            return;
        }
        run.Change(
            run.Collecting ? "/metadata/annotations/container.apparmor.security.beta.kubernetes.io~1" + container.Container.Name : "",
            container.AppArmorAnnotation,
            _defaultProfile);
        container.AppArmorAnnotation = _defaultProfile;
    }

    public override void ValidateContainer(in EffectivePod pod, in EffectiveContainer container, PolicyRun run)
    {
        var profile = container.AppArmorAnnotation ?? "";
        if (!Allows(profile))
        {
            run.Refuse(run.Collecting ? NotAllowed(container.Container.Name, profile) : null);
        }
    }

    private bool Allows(string profile) => _allowed.IsEmpty || (profile.Length > 0 && _allowed.Contains(profile));

    private Refusal NotAllowed(string container, string profile)
    {
        var annotation = ProfileAnnotations.ContainerAppArmorPrefix + container;
        var detail = profile.Length == 0
            ? "AppArmor profile must be set"
            : $"{profile} is not an allowed profile. Allowed values: {GoValue.Quote(_allowed.Text)}";
        return new(
            FieldError.Forbidden($"pod.metadata.annotations[{annotation}]", detail),
            new(
                _ => $"set the annotation {annotation} to one of {_allowed.Text}",
                $"add the profile to the annotation {PspAnnotations.AppArmorAllowed}, or remove that annotation"));
    }
}
