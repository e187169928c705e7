
namespace PodSecurity.Validation.Warnings;

/// <summary>Kernel parameters and the proc mount.</summary>
internal static class RuntimeWarnings
{
    public static IEnumerable<Remark> AllUnsafeSysctls(PodSecurityPolicy policy) => Remark.When(
        policy.Spec.AllowedUnsafeSysctls?.Contains("*") is true, "spec.allowedUnsafeSysctls",
        "Pods may set every kernel parameter that their node's kubelet lets through; some of them act on the whole node. Name those that "
        + "are needed.");

    public static IEnumerable<Remark> SafeSysctls(PodSecurityPolicy policy, KubernetesRelease release) =>
        (policy.Spec.AllowedUnsafeSysctls ?? []).Select((name, index) => (name, index))
            .Where(item => Releases.SafeSysctls.Of(release).Contains(item.name))
            .Select(item => new Remark(
                $"spec.allowedUnsafeSysctls[{item.index}]",
                    $"'{item.name}' is safe and always allowed, unless forbiddenSysctls names it."));

    public static IEnumerable<Remark> ProcMountTypes(PodSecurityPolicy policy) => Remark.When(
        policy.Spec.AllowedProcMountTypes is { Count: > 0 }, "spec.allowedProcMountTypes",
        "A server drops this field unless its feature gate ProcMountType is on, which is off by default: only Default is allowed then.");
}
