using System.Text.Json.Nodes;

namespace PodSecurity.Admission.Storage;

/// <summary>
/// Fields of a pod that came after Kubernetes 1.13, as data: from which release on a server with default feature gates stores them. What
/// a server does not know, or has switched off, is not in the pod that it stores.
/// </summary>
/// <remarks>
/// Source: staging/src/k8s.io/api/core/v1/types.go and dropDisabledFields in pkg/api/pod/util.go of each release. The fields of the
/// security
/// contexts and volumes were run for 1.13 to 1.22; the others are read from the sources of 1.19 and 1.22, and from the release notes.
/// Fields that came after 1.24 stand here for everybody who writes for newer clusters as well.
/// </remarks>
internal static class LaterFields
{
    private const int AfterPolicies = 25;

    private static readonly string[] ContainerLists = ["initContainers[]", "containers[]"];

    private static readonly string[] Probes = ["livenessProbe", "readinessProbe", "startupProbe"];

    private static readonly LaterField[] Table =
    [
        new(14, "", "runtimeClassName"),
        new(18, "", "overhead", "topologySpreadConstraints"),
        new(19, "", "preemptionPolicy"),
        new(20, "", "setHostnameAsFQDN"),
        new(24, "", "os"),
        new(AfterPolicies, "", "hostUsers", "hostnameOverride", "resourceClaims", "resources", "schedulingGates"),
        new(14, "securityContext", "runAsGroup"),
        new(15, "securityContext", "windowsOptions"),
        new(19, "securityContext", "seccompProfile"),
        new(20, "securityContext", "fsGroupChangePolicy"),
        new(AfterPolicies, "securityContext", "appArmorProfile", "seLinuxChangePolicy", "supplementalGroupsPolicy"),
        new(16, "volumes[]", "csi"),
        new(21, "volumes[]", "ephemeral"),
        new(AfterPolicies, "volumes[]", "image"),
        .. OfWindows("securityContext.windowsOptions"),
        .. OfAffinity("affinity.podAffinity"),
        .. OfAffinity("affinity.podAntiAffinity"),
        new(AfterPolicies, "topologySpreadConstraints[]", "matchLabelKeys", "minDomains", "nodeAffinityPolicy", "nodeTaintsPolicy"),
        .. ContainerLists.SelectMany(OfContainer),
    ];

    /// <summary>Removes from the spec of a pod what a server of this release would not store.</summary>
    public static void Remove(JsonObject spec, KubernetesRelease release)
    {
        foreach (var later in Table.Where(later => later.Since > release.Minor))
        {
            foreach (var owner in spec.ObjectsAt(later.Path))
            {
                later.RemoveFrom(owner);
            }
        }
    }

    private static IEnumerable<LaterField> OfContainer(string list) =>
    [
        new(18, list, "startupProbe"),
        new(AfterPolicies, list, "resizePolicy", "restartPolicy", "restartPolicyRules"),
        new(14, $"{list}.securityContext", "runAsGroup"),
        new(15, $"{list}.securityContext", "windowsOptions"),
        new(19, $"{list}.securityContext", "seccompProfile"),
        new(AfterPolicies, $"{list}.securityContext", "appArmorProfile"),
        .. OfWindows($"{list}.securityContext.windowsOptions"),
        new(15, $"{list}.volumeMounts[]", "subPathExpr"),
        new(AfterPolicies, $"{list}.volumeMounts[]", "recursiveReadOnly"),
        new(AfterPolicies, $"{list}.resources", "claims"),
        new(AfterPolicies, $"{list}.lifecycle", "stopSignal"),
        new(AfterPolicies, $"{list}.lifecycle.preStop", "sleep"),
        .. Probes.Select(
            probe => new LaterField(24, $"{list}.{probe}", "grpc")),
        .. Probes.Select(
            probe => new LaterField(AfterPolicies, $"{list}.{probe}", "terminationGracePeriodSeconds")),
    ];

    private static IEnumerable<LaterField> OfWindows(string options) =>
    [
        new(16, options, "gmsaCredentialSpec", "gmsaCredentialSpecName"),
        new(17, options, "runAsUserName"),
        new(22, options, "hostProcess"),
    ];

    private static IEnumerable<LaterField> OfAffinity(string affinity) =>
    [
        new(22, $"{affinity}.requiredDuringSchedulingIgnoredDuringExecution[]", "namespaceSelector"),
        new(22, $"{affinity}.preferredDuringSchedulingIgnoredDuringExecution[].podAffinityTerm", "namespaceSelector"),
        new(AfterPolicies, $"{affinity}.requiredDuringSchedulingIgnoredDuringExecution[]", "matchLabelKeys", "mismatchLabelKeys"),
        new(AfterPolicies, $"{affinity}.preferredDuringSchedulingIgnoredDuringExecution[].podAffinityTerm", "matchLabelKeys",
            "mismatchLabelKeys"),
    ];

    /// <param name="Since">The first minor release that stores the fields.</param>
    /// <param name="Path">Which objects have them.</param>
    private sealed record LaterField(int Since, string Path, params string[] Fields)
    {
        public void RemoveFrom(JsonObject owner)
        {
            foreach (var field in Fields)
            {
                owner.Remove(field);
            }
        }
    }
}
