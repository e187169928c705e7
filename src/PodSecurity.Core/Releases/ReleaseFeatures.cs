using System.Runtime.CompilerServices;
using static PodSecurity.Releases.ReleaseEvidence;

namespace PodSecurity.Releases;

/// <summary>
/// Everything in which the releases with PodSecurityPolicies differ, feature gates at their defaults. What decides, asks its
/// <see cref="KubernetesRelease"/> for one of these. Fields of a pod on which no verdict depends are in a table of their own, for the pod
/// as it is stored.
/// </summary>
public static class ReleaseFeatures
{
    private static readonly List<ReleaseFeature> Known = [];

    public static readonly ReleaseFeature RunAsGroup = Since(
        14, Run, "The group that containers run as is judged; before, it is dropped from policies and pods.");

    public static readonly ReleaseFeature CsiVolumeType = Since(
        14, Run, "An inline CSI volume is a volume of type csi; before, it is an unknown field and the volume an emptyDir.");

    public static readonly ReleaseFeature RuntimeClassRule = Since(
        15, Run, "spec.runtimeClass of a policy is kept and judges runtimeClassName of pods.");

    public static readonly ReleaseFeature InlineCsiVolumes = Since(
        16, Run, "Inline CSI volumes stay in pods and spec.allowedCSIDrivers in policies; before, pods with such volumes are invalid.");

    public static readonly ReleaseFeature PingGroupRange = Since(18, Run, "The kernel parameter net.ipv4.ping_group_range is safe.");

    public static readonly ReleaseFeature EphemeralContainersDefaulted = Since(
        18, Run, "Policies write their defaults into ephemeral containers of a new pod, too, before the server drops these containers.");

    public static readonly ReleaseFeature ManagedFieldsIgnored = Since(
        18, Seen, "An update that changes only managedFields, owner references or finalizers is not judged; before, managedFields count.");

    public static readonly ReleaseFeature PluginInRefusals = Since(
        19, Run, "Refusals begin with PodSecurityPolicy: and tell creates (admit) from updates (validate).");

    public static readonly ReleaseFeature SeccompFields = Since(
        19, Run, "seccompProfile fields are judged and kept in step with the annotations; before, they are unknown.");

    public static readonly ReleaseFeature EphemeralVolumeType = Since(
        19, Run, "A generic ephemeral volume is of type ephemeral; before, an emptyDir, and a policy that names the type is refused.");

    public static readonly ReleaseFeature TokenProjectionAsSecret = Since(
        19, Run, "A projected volume of nothing but the default service account token is allowed where secret is.");

    public static readonly ReleaseFeature SeccompAliases = Since(
        19, Run, "docker/default and runtime/default in a policy's list of seccomp profiles mean the same.", patch: 4);

    public static readonly ReleaseFeature LowercaseNameWording = Since(
        20, Run, "Complaints about names say a lowercase RFC 1123 subdomain; before, a DNS-1123 subdomain.");

    public static readonly ReleaseFeature GenericEphemeralVolumes = Since(
        21, Run, "Generic ephemeral volumes stay in pods; before, pods with such volumes are invalid.");

    public static readonly ReleaseFeature ProjectedTokenVolume = Since(
        21, Seen, "The service account token comes in a projected volume; before, in a secret.");

    public static readonly ReleaseFeature UnprivilegedPortStart = Since(
        22, Run, "The kernel parameter net.ipv4.ip_unprivileged_port_start is safe.");

    public static readonly ReleaseFeature HostProcessField = Since(
        22, Run, "hostProcess of Windows pods is known, but off: such pods are invalid; before, it is dropped.");

    public static readonly ReleaseFeature HostProcessContainers = Since(
        23, Reasoned, "Windows pods may set hostProcess, in all containers and with the host's network.");

    public static readonly ReleaseFeature EphemeralContainers = Since(
        23, Reasoned, "Ephemeral containers stay in pods: they are judged in every later update; a new pod must not have any.");

    public static readonly ReleaseFeature PodOS = Since(
        24, Reasoned, "Pods with os.name windows must not set Linux fields, nor may a policy set these for them.");

    /// <summary>All of them, in order of release.</summary>
    public static IReadOnlyList<ReleaseFeature> All => Known;

    private static ReleaseFeature Since(
        int minor, ReleaseEvidence evidence, string effect, int patch = 0, [CallerMemberName] string name = "")
    {
        var feature = new ReleaseFeature(name, new(minor, patch), evidence, effect);
        Known.Add(feature);
        return feature;
    }
}
