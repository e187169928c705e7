using System.Text.Json.Nodes;
using PodSecurity.Api;
using PodSecurity.Eks;
using PodSecurity.Manifests;

namespace PodSecurity.Kubernetes.Snapshots;

/// <summary>
/// Keeps of an object what a verdict can depend on, and nothing else: what may be confidential, such as environment variables, commands and
/// foreign annotations, and fields that nobody knows.
/// </summary>
internal static class SnapshotRedaction
{
    private const string LastApplied = "kubectl.kubernetes.io/last-applied-configuration";

    // Of a probe or a lifecycle handler, the Pod Security Standards look at the host that it names.
    private static readonly KeptFields Handler =
        KeptFields.Of("", ("httpGet tcpSocket", KeptFields.Of("host") with { GoesWhenEmpty = true })) with { GoesWhenEmpty = true };

    private static readonly KeptFields Container = KeptFields.Of(
        "name image securityContext",
        ("ports", KeptFields.Of("name containerPort hostPort hostIP protocol")),
        ("volumeMounts", KeptFields.Of("name mountPath readOnly")),
        ("livenessProbe readinessProbe startupProbe", Handler),
        ("lifecycle", KeptFields.Of("", ("postStart preStop", Handler)) with { GoesWhenEmpty = true }));

    // A service account's token is told from other projections by all that is in it.
    private static readonly KeptFields Projection = KeptFields.Of("serviceAccountToken configMap downwardAPI", KeptFields.Presence);

    // Of most volumes only their type counts, known or not.
    private static readonly KeptFields Volume = KeptFields.Of(
        "name",
        KeptFields.Presence,
        (VolumeTypes.HostPath, KeptFields.Of("path type")),
        ($"{VolumeTypes.Csi} {VolumeTypes.FlexVolume}", KeptFields.Of("driver")),
        (VolumeTypes.Projected, KeptFields.Of("defaultMode", ("sources", Projection))));

    private static readonly KeptFields PodMetadata = Metadata(PodAnnotations.Decides, _ => false);

    private static readonly (string, KeptFields)[] PodSpec =
    [
        ("containers initContainers ephemeralContainers", Container),
        ("volumes", Volume),
        ("os", KeptFields.Of("name")),
    ];

    private const string WholeInPodSpec =
        "serviceAccountName serviceAccount automountServiceAccountToken hostNetwork hostPID hostIPC hostUsers runtimeClassName "
        + "securityContext";

    private static readonly KeptFields Template = KeptFields.Of(
        "", ("metadata", PodMetadata), ("spec", KeptFields.Of(WholeInPodSpec, PodSpec)));

    private static readonly KeptFields JobTemplate = KeptFields.Of("", ("spec", KeptFields.Of("", ("template", Template))));

    // The spec of a pod or of what makes pods; the names of claims are the names of volumes.
    private static readonly KeptFields Spec = KeptFields.Of(
        $"{WholeInPodSpec} replicas suspend",
        [.. PodSpec, ("template", Template), ("jobTemplate", JobTemplate), ("volumeClaimTemplates", KeptFields.Of(
            "", ("metadata", KeptFields.Of("name"))))]);

    // A pod says by its phase, a Job by its conditions that it makes no more pods.
    private static readonly KeptFields Status = KeptFields.Of(
        "phase", ("conditions", KeptFields.Of("type status"))) with { GoesWhenEmpty = true };

    private static readonly KeptFields Workload = Object(PodMetadata, Spec);
    private static readonly KeptFields Namespace = Object(
        Metadata(_ => false, label => label.StartsWith("pod-security.kubernetes.io/", StringComparison.Ordinal)), KeptFields.Nothing);

    // Policies and roles are whole: whoever looks at them looks at every field. Labels of cluster roles choose what is aggregated.
    private static readonly KeptFields Rule = Object(Metadata(PodAnnotations.Decides, _ => false), KeptFields.Whole);
    private static readonly KeptFields ClusterRole = Object(Metadata(_ => false, _ => true), KeptFields.Whole);

    // Each field of the EKS default is compared with what EKS ships.
    private static readonly KeptFields EksDefaultPart = Object(
        Metadata(annotation => annotation != LastApplied, _ => true), KeptFields.Whole);

    /// <summary>Changes the object.</summary>
    public static void Apply(JsonObject body) => Kept((string?)body["kind"], (string?)body["metadata"]?["name"]).Apply(body);

    private static KeptFields Kept(string? kind, string? name) => kind switch
    {
        "PodSecurityPolicy" or "ClusterRole" or "ClusterRoleBinding"
            when name is EksDefault.PolicyName or EksDefault.ClusterRoleName or EksDefault.ClusterRoleBindingName => EksDefaultPart,
        "ClusterRole" => ClusterRole,
        "PodSecurityPolicy" or "Role" or "RoleBinding" or "ClusterRoleBinding" => Rule,
        "Namespace" => Namespace,
        _ => Workload,
    };

    private static KeptFields Object(KeptFields metadata, KeptFields spec) => KeptFields.Of(
        "apiVersion kind automountServiceAccountToken roleRef subjects rules aggregationRule",
        ("metadata", metadata), ("spec", spec), ("template", Template), ("status", Status));

    private static KeptFields Metadata(Func<string, bool> isKeptAnnotation, Func<string, bool> isKeptLabel) => KeptFields.Of(
        "name generateName namespace uid",
        ("ownerReferences", KeptFields.Of("apiVersion kind name uid controller")),
        ("annotations", KeptFields.Where(isKeptAnnotation)),
        ("labels", KeptFields.Where(isKeptLabel)));
}
