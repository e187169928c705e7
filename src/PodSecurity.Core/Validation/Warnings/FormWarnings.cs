using PodSecurity.Eks;

namespace PodSecurity.Validation.Warnings;

/// <summary>The policy as a document: version, names, unknown fields, repeated entries.</summary>
internal static class FormWarnings
{
    /// <summary>Fields of metadata and below that the API knows and the model does not need.</summary>
    private static readonly string[] UnmodelledMetadata =
    [
        "clusterName", "creationTimestamp", "deletionGracePeriodSeconds", "deletionTimestamp", "finalizers", "generateName", "generation",
        "managedFields", "ownerReferences", "selfLink",
    ];

    public static IEnumerable<Remark> ApiVersion(PodSecurityPolicy policy) => Remark.When(
        policy.ApiVersion != "policy/v1beta1", "apiVersion",
        $"'{policy.ApiVersion}' is not a version that serves PodSecurityPolicy. Kubernetes 1.16 to 1.24 serve it as policy/v1beta1 only.");

    public static IEnumerable<Remark> Namespace(PodSecurityPolicy policy) => Remark.When(
        !string.IsNullOrEmpty(policy.Metadata.Namespace), "metadata.namespace",
        "Policies belong to the whole cluster; the server clears the namespace. Grant use of the policy in a namespace instead.");

    public static IEnumerable<Remark> EksDefaultAltered(PodSecurityPolicy policy)
    {
        if (policy.Name != EksDefault.PolicyName)
        {
            return [];
        }
        var changes = EksDefault.Inspect(policy, null, null).Reasons.Where(reason => reason.Difference is not null).ToArray();
        return Remark.When(changes.Length > 0, "metadata.name",
            $"The policy has the name of the EKS default but is not as EKS ships it: "
            + $"{string.Join("; ", changes.Select(change => change.Difference))}.");
    }

    public static IEnumerable<Remark> UnknownFields(PodSecurityPolicy policy) =>
        from part in Parts(policy)
        from field in part.Value?.UnknownJson?.Keys ?? []
        where part.Path != "metadata" || !UnmodelledMetadata.Contains(field)
        select new Remark(
            part.Path.Length == 0 ? field : $"{part.Path}.{field}",
                "The API does not know this field: the server drops it, kubectl refuses it. Check its spelling.");

    public static IEnumerable<Remark> Duplicates(PodSecurityPolicy policy) =>
        from list in Lists(policy.Spec)
        from repeated in list.Entries.GroupBy(entry => entry).Where(entries => entries.Count() > 1)
        select new Remark(list.Field, $"'{repeated.Key}' is there {repeated.Count()} times; once is enough.");

    public static IEnumerable<Remark> WildcardWithOthers(PodSecurityPolicy policy) =>
        from list in Lists(policy.Spec)
        where list.Field is "spec.volumes" or "spec.allowedCapabilities" && list.Entries.Contains(
            "*") && list.Entries.Distinct().Count() > 1
        select new Remark(list.Field, "'*' allows everything; the other entries have no effect.");

    private static IEnumerable<(string Field, string[] Entries)> Lists(PodSecurityPolicySpec spec) =>
    [
        ("spec.defaultAddCapabilities", Texts(spec.DefaultAddCapabilities)),
        ("spec.requiredDropCapabilities", Texts(spec.RequiredDropCapabilities)),
        ("spec.allowedCapabilities", Texts(spec.AllowedCapabilities)),
        ("spec.volumes", Texts(spec.Volumes)),
        ("spec.hostPorts", Texts(spec.HostPorts)),
        ("spec.allowedHostPaths", Texts(spec.AllowedHostPaths)),
        ("spec.allowedFlexVolumes", Texts(spec.AllowedFlexVolumes)),
        ("spec.allowedCSIDrivers", Texts(spec.AllowedCSIDrivers)),
        ("spec.allowedUnsafeSysctls", Texts(spec.AllowedUnsafeSysctls)),
        ("spec.forbiddenSysctls", Texts(spec.ForbiddenSysctls)),
    ];

    private static string[] Texts<T>(IEnumerable<T>? items) => [.. (items ?? []).Select(item => $"{item}")];

    private static IEnumerable<(string Path, ExtensibleObject? Value)> Parts(PodSecurityPolicy policy)
    {
        var spec = policy.Spec;
        return
        [
            ("", policy), ("metadata", policy.Metadata), ("spec", spec),
            ("spec.seLinux", spec.SELinux), ("spec.seLinux.seLinuxOptions", spec.SELinux?.SELinuxOptions),
            ("spec.runAsUser", spec.RunAsUser), ("spec.runAsGroup", spec.RunAsGroup),
            ("spec.supplementalGroups", spec.SupplementalGroups), ("spec.fsGroup", spec.FSGroup), ("spec.runtimeClass", spec.RuntimeClass),
            .. Items("spec.runAsUser.ranges", spec.RunAsUser?.Ranges), .. Items("spec.runAsGroup.ranges", spec.RunAsGroup?.Ranges),
            .. Items("spec.supplementalGroups.ranges", spec.SupplementalGroups?.Ranges), .. Items(
                "spec.fsGroup.ranges", spec.FSGroup?.Ranges),
            .. Items("spec.hostPorts", spec.HostPorts), .. Items("spec.allowedHostPaths", spec.AllowedHostPaths),
            .. Items("spec.allowedFlexVolumes", spec.AllowedFlexVolumes), .. Items("spec.allowedCSIDrivers", spec.AllowedCSIDrivers),
        ];
    }

    private static IEnumerable<(string Path, ExtensibleObject? Value)> Items(string path, IEnumerable<ExtensibleObject>? items) =>
        (items ?? []).Select((item, index) => ($"{path}[{index}]", (ExtensibleObject?)item));
}
