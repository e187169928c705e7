namespace PodSecurity.Reports.Reading;

/// <summary>The rule of a policy that a field of a pod breaks.</summary>
internal static class PolicyRuleNames
{
    // What a field path contains, and the rule; the first that fits. Names in brackets are somebody else's and come last in a path.
    private static readonly (string Part, string Rule)[] Parts =
    [
        ("annotations[container.apparmor", "appArmor"),
        ("annotations[", "seccomp"),
        ("seccomp", "seccomp"),
        ("sysctls", "sysctls"),
        (".hostPort", "hostPorts"),
        (".capabilities", "capabilities"),
        (".hostPath", "hostPath"),
        (".csi.driver", "csiDriver"),
        ("].driver", "flexVolume"),
        ("spec.volumes", "volumes"),
        (".seLinuxOptions", "seLinux"),
        (".hostNetwork", "hostNetwork"),
        (".hostPID", "hostPID"),
        (".hostIPC", "hostIPC"),
        (".runAsUser", "runAsUser"),
        (".runAsNonRoot", "runAsNonRoot"),
        (".runAsGroup", "runAsGroup"),
        (".supplementalGroups", "supplementalGroups"),
        (".fsGroup", "fsGroup"),
        (".procMount", "procMount"),
        (".readOnlyRootFilesystem", "readOnlyRootFilesystem"),
        (".allowPrivilegeEscalation", "allowPrivilegeEscalation"),
        (".privileged", "privileged"),
        (".runtimeClassName", "runtimeClassName"),
        (".securityContext", "securityContext"),
    ];

    public static string Of(string field) =>
        Parts.FirstOrDefault(part => field.Contains(part.Part, StringComparison.Ordinal)).Rule is { } rule ? $"psp/{rule}" : "psp/refused";
}
