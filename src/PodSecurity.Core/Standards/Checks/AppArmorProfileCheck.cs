using PodSecurity.Api;

namespace PodSecurity.Standards.Checks;

/// <summary>
/// appArmorProfile (baseline): the runtime's AppArmor profile, or one that the node holds, is neither replaced nor switched off.
/// <para>Restricted fields: <c>metadata.annotations['container.apparmor.security.beta.kubernetes.io/*']</c>, also of containers that do
/// not exist. Allowed values: absent, "", runtime/default, localhost/*.</para>
/// <para>Restricted fields: <c>spec.securityContext.appArmorProfile.type</c> and
/// <c>spec.containers[*].securityContext.appArmorProfile.type</c>, likewise initContainers and ephemeralContainers. Allowed values:
/// absent, RuntimeDefault, Localhost.</para>
/// </summary>
/// <remarks>Source: kubernetes/pod-security-admission, policy/check_appArmorProfile.go.</remarks>
internal sealed class AppArmorProfileCheck : StandardRule
{
    private static readonly string[] Field = ["securityContext", "appArmorProfile"];

    public static StandardCheck Check { get; } =
        new("appArmorProfile", PodSecurityLevel.Baseline, new CheckVersion(0, new AppArmorProfileCheck()));

    public override bool Allows(Pod pod) =>
        !(IsForbidden(pod.SecurityContext?.AppArmorProfile) || pod.HasContainer(IsForbidden) || pod.HasAnnotation(IsForbidden));

    public override Refusal Explain(Pod pod)
    {
        var ofPod = IsForbidden(pod.SecurityContext?.AppArmorProfile);
        var containers = pod.ContainerNames(IsForbidden);
        var annotations = Wording.Sorted(ForbiddenAnnotations(pod).Select(entry => $"{entry.Key}={GoValue.Quote(entry.Value)}"));
        var values = Wording.Sorted(ForbiddenTypes(pod));
        values.AddRange(annotations);
        var setters = new List<string>();
        if (ofPod || containers.Count > 0)
        {
            setters.Add(Wording.Setters(ofPod, containers));
        }
        if (annotations.Count > 0)
        {
            setters.Add(Wording.Plural("annotation", "annotations", annotations.Count));
        }
        return new(
            Wording.Plural("forbidden AppArmor profile", "forbidden AppArmor profiles", values.Count),
            $"{string.Join(" and ", setters)} must not set AppArmor profile type to {Wording.Quoted(values)}");
    }

    public override void Fix(Pod pod, PodPatch patch)
    {
        if (IsForbidden(pod.SecurityContext?.AppArmorProfile))
        {
            patch.Set(null, Field);
        }
        foreach (var place in pod.ContainerPlaces(IsForbidden))
        {
            patch.Set(place, null, Field);
        }
        foreach (var (key, _) in ForbiddenAnnotations(pod))
        {
            patch.RemoveAnnotation(key);
        }
    }

    private static bool IsForbidden(AppArmorProfile? profile) => profile is not (null or { Type: "RuntimeDefault" or "Localhost" });

    private static bool IsForbidden(Container container) => IsForbidden(container.SecurityContext?.AppArmorProfile);

    private static IEnumerable<string> ForbiddenTypes(Pod pod)
    {
        var profiles = pod.AllContainers().Select(container => container.SecurityContext?.AppArmorProfile);
        return profiles.Prepend(pod.SecurityContext?.AppArmorProfile).Where(IsForbidden).Select(profile => profile!.Type);
    }

    private static IEnumerable<KeyValuePair<string, string>> ForbiddenAnnotations(Pod pod) =>
        (pod.Annotations ?? new Dictionary<string, string>()).Where(entry => IsForbidden(entry.Key, entry.Value));

    private static bool IsForbidden(string annotation, string profile) =>
        annotation.StartsWith(ProfileAnnotations.ContainerAppArmorPrefix, StringComparison.Ordinal)
        && !(profile is "" or "runtime/default" || profile.StartsWith("localhost/", StringComparison.Ordinal));
}
