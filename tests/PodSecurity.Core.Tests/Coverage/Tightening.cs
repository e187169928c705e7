namespace PodSecurity.Core.Tests.Coverage;

/// <summary>One thing taken away from a policy.</summary>
internal sealed record Tightening(string Field, Action<PodSecurityPolicy> Apply)
{
    private const string Unused = "unused";

    /// <summary>
    /// Each way to take one thing away. The rules for groups are not among them: MayRunAs leaves alone a pod that sets none. An empty list
    /// of host paths or drivers allows all of them, so the last one gives way to one that nobody uses.
    /// </summary>
    public static IEnumerable<Tightening> Of(PodSecurityPolicy policy) =>
    [
        .. Flags(policy.Spec),
        .. Items("volumes", spec => spec.Volumes, policy),
        .. Items("allowedCapabilities", spec => spec.AllowedCapabilities, policy),
        .. Items("allowedUnsafeSysctls", spec => spec.AllowedUnsafeSysctls, policy),
        .. Items("runtimeClass", spec => spec.RuntimeClass?.AllowedRuntimeClassNames ?? [], policy),
        .. Items("hostPorts", spec => spec.HostPorts, policy),
        .. Items("allowedFlexVolumes", spec => spec.AllowedFlexVolumes, policy, new() { Driver = Unused }),
        .. Items("allowedCSIDrivers", spec => spec.AllowedCSIDrivers, policy, new() { Name = Unused }),
        .. HostPaths(policy),
        new("requiredDropCapabilities", tightened => tightened.Spec.RequiredDropCapabilities.Add(Unused)),
        .. Profiles(policy.Metadata.Annotations),
    ];

    public override string ToString() => Field;

    private static IEnumerable<Tightening> Flags(PodSecurityPolicySpec spec)
    {
        (bool Applies, Tightening Tightening)[] all =
        [
            (spec.Privileged, new("privileged", policy => policy.Spec.Privileged = false)),
            (spec.HostNetwork, new("hostNetwork", policy => policy.Spec.HostNetwork = false)),
            (spec.HostPID, new("hostPID", policy => policy.Spec.HostPID = false)),
            (spec.HostIPC, new("hostIPC", policy => policy.Spec.HostIPC = false)),
            (spec.AllowPrivilegeEscalation != false, new(
                "allowPrivilegeEscalation", policy => policy.Spec.AllowPrivilegeEscalation = false)),
            (!spec.ReadOnlyRootFilesystem, new("readOnlyRootFilesystem", policy => policy.Spec.ReadOnlyRootFilesystem = true)),
            (spec.RunAsUser.Rule == "RunAsAny", new(
                "runAsUser", policy => policy.Spec.RunAsUser = new IDRule { Rule = "MustRunAsNonRoot" })),
            (spec.SELinux.Rule == "RunAsAny", new("seLinux", policy => policy.Spec.SELinux = new SELinuxRule
            {
                Rule = "MustRunAs",
                SELinuxOptions = new SELinuxRuleOptions { User = Unused },
            })),
        ];
        return all.Where(flag => flag.Applies).Select(flag => flag.Tightening);
    }

    private static IEnumerable<Tightening> Items<T>(
        string field, Func<PodSecurityPolicySpec, IList<T>> list, PodSecurityPolicy policy, T? substitute = null)
        where T : class => Enumerable.Range(0, list(policy.Spec).Count).Select(index => new Tightening($"{field}[{index}]", tightened =>
        {
            var items = list(tightened.Spec);
            items.RemoveAt(index);
            if (items.Count == 0 && substitute is not null)
            {
                items.Add(substitute);
            }
        }));

    // A path below another one of the list stays allowed without its own entry.
    private static IEnumerable<Tightening> HostPaths(PodSecurityPolicy policy)
    {
        var paths = policy.Spec.AllowedHostPaths;
        return Items("allowedHostPaths", spec => spec.AllowedHostPaths, policy, new() { PathPrefix = $"/{Unused}" })
            .Where((_, index) => !paths.Any(other => other != paths[index] && IsBelow(paths[index].PathPrefix!, other.PathPrefix!)));
    }

    private static bool IsBelow(string path, string prefix) => path.StartsWith(prefix.TrimEnd('/') + "/", StringComparison.Ordinal);

    private static IEnumerable<Tightening> Profiles(StringMap annotations) =>
        from annotation in annotations
        from profile in annotation.Value.Split(',')
        let others = annotation.Value.Split(',').Where(other => !IsSame(other, profile)).DefaultIfEmpty(Unused)
        select new Tightening(annotation.Key, policy => policy.Metadata.Annotations[annotation.Key] = string.Join(',', others));

    // Two names of one seccomp profile: taking one away takes nothing away.
    private static bool IsSame(string one, string other) => one == other || (IsRuntimeDefault(one) && IsRuntimeDefault(other));

    private static bool IsRuntimeDefault(string profile) => profile is "runtime/default" or "docker/default";
}
