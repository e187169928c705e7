using PodSecurity.Api;
using PodSecurity.Standards;

namespace PodSecurity.Migration.Fields;

/// <summary>
/// What a level allows, found by asking for it: a pod that meets restricted is changed in one thing and judged. So nothing of what the
/// checks
/// know is written down a second time.
/// </summary>
internal sealed class LevelProbe(PodSecurityLevel level, PodSecurityVersion version)
{
    private static readonly ContainerSecurityContext Context = new()
    {
        AllowPrivilegeEscalation = false,
        Capabilities = new(null, ["ALL"]),
        RunAsNonRoot = true,
        SeccompProfile = new("RuntimeDefault"),
    };

    private static readonly Pod Meek = new() { Containers = [new() { Name = "c", SecurityContext = Context }] };

    public bool Allows(Func<Pod, Pod> change) => StandardReview.Allows(change(Meek), level, version);

    public bool Allows(Func<ContainerSecurityContext, ContainerSecurityContext> change) =>
        AllowsContainer(container => container with { SecurityContext = change(Context) });

    public bool AllowsContainer(Func<Container, Container> change) =>
        Allows(pod => pod with { Containers = [change(pod.Containers[0])] });

    public bool AllowsCapability(string name) => Allows(context => context with { Capabilities = new([name], ["ALL"]) });

    public bool AllowsSysctl(string name) =>
        Allows(pod => pod with { SecurityContext = new() { Sysctls = [new(name, "1")] } });

    public bool AllowsVolume(string type) => Allows(pod => pod with
    {
        Volumes = [new() { Name = "v", Kind = type, Sources = (VolumeSources)(1u << Array.IndexOf(VolumeTypes.AsDeclared, type)) }],
    });

    public bool AllowsSELinux(SELinuxOptions label) => Allows(pod => pod with { SecurityContext = new() { SELinuxOptions = label } });

    /// <summary>By annotation and field, whichever the version looks at.</summary>
    public bool AllowsSeccomp(SeccompProfile? profile, string? annotation) => Allows(pod => pod with
    {
        Annotations = annotation is null ? null : new Dictionary<string, string> { [ProfileAnnotations.PodSeccompKey] = annotation },
        Containers = [pod.Containers[0] with { SecurityContext = Context with { SeccompProfile = profile } }],
    });

    public bool AllowsAppArmor(string profile) => Allows(pod => pod with
    {
        Annotations = new Dictionary<string, string> { [$"{ProfileAnnotations.ContainerAppArmorPrefix}c"] = profile },
    });
}
