using PodSecurity.Admission.Strategies;
using PodSecurity.Api;
using PodSecurity.Releases;

namespace PodSecurity.Admission.Validation;

/// <summary>What pod validation says about AppArmor annotations: a known form, and a container that exists.</summary>
internal static class AppArmorValidation
{
    public static void Validate(CompiledPolicy policy, in EffectivePod pod, PolicyRun run)
    {
        Validate(policy, pod, pod.Pod.InitContainers, ContainerKind.Init, run);
        Validate(policy, pod, pod.Pod.Containers, ContainerKind.Regular, run);
        Validate(policy, pod, pod.Pod.EphemeralContainers, ContainerKind.Ephemeral, run);
        if (!pod.Pod.Profiles.Any)
        {
            return;
        }
        foreach (var (key, profile) in pod.Pod.Annotations!)
        {
            if (!key.StartsWith(ProfileAnnotations.ContainerAppArmorPrefix, StringComparison.Ordinal))
            {
                continue;
            }
            var name = key[ProfileAnnotations.ContainerAppArmorPrefix.Length..];
            if (!HasContainer(pod.Pod, name) && !pod.Pod.EphemeralContainers.Any(container => container.Name == name))
            {
                Validate(policy, pod.Pod, name, profile, run);
            }
        }
    }

    private static void Validate(
        CompiledPolicy policy, in EffectivePod pod, IReadOnlyList<Container> containers, ContainerKind kind, PolicyRun run)
    {
        for (var i = 0; i < containers.Count; i++)
        {
            if (policy.Default(pod, containers[i], kind, i, run).AppArmorAnnotation is { } profile)
            {
                Validate(policy, pod.Pod, containers[i].Name, profile, run);
            }
        }
    }

    // Where ephemeral containers are switched off they are gone by now, while annotations made for them stay.
    private static void Validate(CompiledPolicy policy, Pod pod, string container, string profile, PolicyRun run)
    {
        var keepsEphemeral = policy.Release.Has(ReleaseFeatures.EphemeralContainers);
        if (!HasContainer(pod, container) && !(keepsEphemeral && Has(pod.EphemeralContainers, container)))
        {
            run.Refuse(Incorrect(container, container, "container not found"));
        }
        if (!AppArmorProfiles.IsValid(profile))
        {
            run.Refuse(Incorrect(container, profile, $"invalid AppArmor profile name: {GoValue.Quote(profile)}"));
        }
    }

    private static Refusal Incorrect(string container, string value, string detail) => PodValidation.Incorrect(
        FieldError.Invalid($"metadata.annotations[{ProfileAnnotations.ContainerAppArmorPrefix}{container}]", value, detail));

    private static bool HasContainer(Pod pod, string name) => Has(pod.Containers, name) || Has(pod.InitContainers, name);

    private static bool Has(IReadOnlyList<Container> containers, string name)
    {
        for (var i = 0; i < containers.Count; i++)
        {
            if (containers[i].Name == name)
            {
                return true;
            }
        }
        return false;
    }
}
