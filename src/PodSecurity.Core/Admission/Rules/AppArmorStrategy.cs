using PodSecurity.Api;

namespace PodSecurity.Admission.Rules;

/// <summary>The policy's annotations about AppArmor profiles against the pod's annotations. Without a list everything is allowed.</summary>
internal sealed class AppArmorStrategy : PolicyRule
{
    private readonly string _defaultProfile;
    private readonly ProfileList _allowed;

    private AppArmorStrategy(string defaultProfile, string? allowed) =>
        (_defaultProfile, _allowed) = (defaultProfile, new ProfileList(allowed, profile => [profile]));

    /// <summary>Null when the policy says nothing about AppArmor.</summary>
    public static AppArmorStrategy? Create(IDictionary<string, string>? annotations)
    {
        if (annotations is null)
            return null;
        annotations.TryGetValue(PspAnnotations.AppArmorDefault, out var profile);
        annotations.TryGetValue(PspAnnotations.AppArmorAllowed, out var allowed);
        return string.IsNullOrEmpty(profile) && allowed is null ? null : new AppArmorStrategy(profile ?? "", allowed);
    }

    public override void DefaultContainer(in EffectivePod pod, ref EffectiveContainer container, PolicyRun run)
    {
        if (_defaultProfile.Length == 0 || !string.IsNullOrEmpty(container.AppArmorAnnotation))
            return;
        run.Change(
            run.Collecting ? "/metadata/annotations/container.apparmor.security.beta.kubernetes.io~1" + container.Container.Name : "",
            container.AppArmorAnnotation,
            _defaultProfile);
        container.AppArmorAnnotation = _defaultProfile;
    }

    public override void ValidateContainer(in EffectivePod pod, in EffectiveContainer container, PolicyRun run)
    {
        var profile = container.AppArmorAnnotation ?? "";
        if (_allowed.IsEmpty || (profile.Length > 0 && _allowed.Contains(profile)) || !run.Refuse())
            return;
        run.Report(FieldError.Forbidden(
            $"pod.metadata.annotations[{ProfileAnnotations.ContainerAppArmorPrefix}{container.Container.Name}]",
            profile.Length == 0
                ? "AppArmor profile must be set"
                : $"{profile} is not an allowed profile. Allowed values: {GoValue.Quote(_allowed.Text)}"));
    }

    public override Fix Fix(FieldError error)
    {
        var annotation = error.Field["pod.metadata.annotations[".Length..^1];
        return new(
            $"set the annotation {annotation} to one of {_allowed.Text}",
            $"add the profile to the annotation {PspAnnotations.AppArmorAllowed}, or remove that annotation");
    }
}
