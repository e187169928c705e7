using PodSecurity.Admission.Strategies;
using PodSecurity.Api;
using PodSecurity.Manifests;
using PodSecurity.Releases;

namespace PodSecurity.Admission;

/// <summary>
/// A server judges a new pod twice: before and after it is made ready for storage. The second verdict is the first one in every release but
/// 1.19.0 to 1.19.3: these write the annotation docker/default into the new fields as RuntimeDefault, which a policy that lists only
/// docker/default then refuses.
/// </summary>
/// <remarks>Source: applySeccompVersionSkew in pkg/registry/core/pod/strategy.go of 1.19.3.</remarks>
internal static class SecondLook
{
    /// <summary>The pod of the second look; null when it cannot end otherwise than the first.</summary>
    public static Pod? PodFor(CompiledPolicy chosen, Pod pod, Volume? token)
    {
        if (!chosen.Release.Has(ReleaseFeatures.SeccompFields) || chosen.Release.Has(ReleaseFeatures.SeccompAliases))
        {
            return null;
        }
        var run = new PolicyRun(collecting: false);
        var effective = chosen.Default(pod, token, run);
        var annotations = new Dictionary<string, string>(pod.Annotations ?? new Dictionary<string, string>())
        {
            [PodAnnotations.Policy] = chosen.Policy.Name,
        };
        if (effective.SeccompAnnotation is { } profile)
        {
            annotations[ProfileAnnotations.PodSeccompKey] = profile;
        }
        return !annotations.ContainsValue(SeccompProfiles.DockerDefault) ? null : pod with
        {
            SecurityContext = Stored(pod.SecurityContext ?? new(), effective),
            RuntimeClassName = effective.RuntimeClassName,
            Volumes = token is null ? pod.Volumes : [.. pod.Volumes, token],
            InitContainers = Stored(chosen, effective, pod.InitContainers, ContainerKind.Init, annotations),
            Containers = Stored(chosen, effective, pod.Containers, ContainerKind.Regular, annotations),
            EphemeralContainers = [],
            Annotations = annotations,
        };
    }

    private static PodLevelSecurityContext Stored(PodLevelSecurityContext context, in EffectivePod effective) => context with
    {
        FSGroup = effective.FSGroup,
        SupplementalGroups = effective.SupplementalGroups,
        SELinuxOptions = effective.SELinux,
        SeccompProfile = context.SeccompProfile ?? Field(effective.SeccompAnnotation),
    };

    private static Container[] Stored(
        CompiledPolicy chosen,
        in EffectivePod pod,
        IReadOnlyList<Container> containers,
        ContainerKind kind,
        Dictionary<string, string> annotations)
    {
        var stored = new Container[containers.Count];
        for (var i = 0; i < stored.Length; i++)
        {
            var effective = chosen.Default(pod, containers[i], kind, i, new PolicyRun(collecting: false));
            if (effective.AppArmorAnnotation is { } profile)
            {
                annotations[ProfileAnnotations.ContainerAppArmorPrefix + containers[i].Name] = profile;
            }
            stored[i] = Stored(effective, pod.Pod.Profiles.Seccomp(kind, i));
        }
        return stored;
    }

    // What a container has from its pod may as well be its own: it is judged the same.
    private static Container Stored(in EffectiveContainer effective, string? seccomp)
    {
        var context = effective.Container.SecurityContext ?? new();
        return effective.Container with
        {
            SecurityContext = context with
            {
                RunAsUser = effective.RunAsUser,
                RunAsGroup = effective.RunAsGroup,
                RunAsNonRoot = effective.RunAsNonRoot,
                SELinuxOptions = effective.SELinux,
                Capabilities = effective.Capabilities,
                ReadOnlyRootFilesystem = effective.ReadOnlyRootFilesystem,
                AllowPrivilegeEscalation = effective.AllowPrivilegeEscalation,
                SeccompProfile = context.SeccompProfile ?? Field(seccomp),
            },
        };
    }

    private static SeccompProfile? Field(string? annotation) => annotation is null ? null : SeccompProfiles.FieldFor(annotation);
}
