namespace PodSecurity.Reports;

/// <summary>What is judged by one name in every report.</summary>
/// <param name="Title">In a few words.</param>
/// <param name="Help">What to do when it is broken.</param>
/// <param name="HelpUri">Where Kubernetes describes it.</param>
internal sealed record ReportRule(string Id, string Title, string Help, string HelpUri);

/// <summary>
/// The rules that reports name. The ids of the Pod Security Standards are Kubernetes' own; those of policies are the fields of a pod.
/// </summary>
internal static class RuleCatalog
{
    private const string Standards = "https://kubernetes.io/docs/concepts/security/pod-security-standards/";
    private const string Policies = "https://kubernetes.io/docs/concepts/security/pod-security-policy/";
    private const string Labels = "https://kubernetes.io/docs/concepts/security/pod-security-admission/";

    private static readonly Dictionary<string, ReportRule> Known = new[]
    {
        Standard("allowPrivilegeEscalation", "Privilege escalation",
            "Set securityContext.allowPrivilegeEscalation to false in every container."),
        Standard("appArmorProfile", "AppArmor profile", "Use the profile RuntimeDefault or a Localhost profile."),
        Standard("capabilities_baseline", "Added capabilities", "Add no capabilities beyond those that containers have by default."),
        Standard("capabilities_restricted", "Capabilities", "Drop ALL in every container, and add nothing but NET_BIND_SERVICE."),
        Standard("hostNamespaces", "Host namespaces", "Leave hostNetwork, hostPID and hostIPC unset."),
        Standard("hostPathVolumes", "hostPath volumes", "Use another type of volume than hostPath."),
        Standard("hostPorts", "Host ports", "Leave hostPort unset; a Service makes ports reachable."),
        Standard("hostProbesAndHostLifecycle", "Hosts of probes", "Leave host unset in probes and lifecycle handlers."),
        Standard("privileged", "Privileged containers", "Leave securityContext.privileged unset."),
        Standard("procMount", "/proc mount type", "Leave securityContext.procMount unset."),
        Standard("procMount_restricted", "/proc mount type", "Leave securityContext.procMount unset."),
        Standard("restrictedVolumes", "Volume types",
            "Use configMap, csi, downwardAPI, emptyDir, ephemeral, persistentVolumeClaim, projected and secret volumes only."),
        Standard("runAsNonRoot", "Running as non-root", "Set securityContext.runAsNonRoot to true in the pod or in every container."),
        Standard("runAsUser", "Running as root", "Set runAsUser to another user than 0, or leave it unset."),
        Standard("seLinuxOptions", "SELinux options", "Set none but the permitted types, and no user or role."),
        Standard("seccompProfile_baseline", "Seccomp profile", "Do not set the seccomp profile to Unconfined."),
        Standard("seccompProfile_restricted", "Seccomp profile", "Set seccompProfile.type to RuntimeDefault or Localhost."),
        Standard("sysctls", "Sysctls", "Set safe sysctls only."),
        Standard("windowsHostProcess", "Windows HostProcess", "Leave windowsOptions.hostProcess unset."),
        Policy("allowPrivilegeEscalation", "Set allowPrivilegeEscalation to false in the container."),
        Policy("appArmor", "Use an AppArmor profile that the policy allows."),
        Policy("capabilities", "Add no capability that the policy does not allow."),
        Policy("csiDriver", "Use a CSI driver that the policy allows."),
        Policy("flexVolume", "Use a FlexVolume driver that the policy allows."),
        Policy("fsGroup", "Use an fsGroup in a range of the policy."),
        Policy("hostIPC", "Leave hostIPC unset."),
        Policy("hostNetwork", "Leave hostNetwork unset."),
        Policy("hostPID", "Leave hostPID unset."),
        Policy("hostPath", "Mount no host path, or one below a prefix that the policy allows."),
        Policy("hostPorts", "Leave hostPort unset, or use one in a range of the policy."),
        Policy("privileged", "Leave privileged unset."),
        Policy("procMount", "Leave procMount unset."),
        Policy("readOnlyRootFilesystem", "Set readOnlyRootFilesystem to true."),
        Policy("runAsGroup", "Use a runAsGroup in a range of the policy."),
        Policy("runAsNonRoot", "Set runAsNonRoot to true, or runAsUser to another user than 0."),
        Policy("runAsUser", "Use a runAsUser in a range of the policy."),
        Policy("runtimeClassName", "Use a runtime class that the policy allows."),
        Policy("seLinux", "Use the SELinux options that the policy demands."),
        Policy("seccomp", "Use a seccomp profile that the policy allows."),
        Policy("supplementalGroups", "Use supplemental groups in a range of the policy."),
        Policy("sysctls", "Set no sysctl that the policy forbids."),
        Policy("volumes", "Use volume types that the policy allows."),
        Policy("securityContext", "Change the field that the message names, or choose another policy."),
        new("psp/refused", "Admitted by no policy", "Grant the use of a policy that admits the pod; -Explain names it.", Policies),
        new("pss/refused", "Refused by the labels of its namespace", "Change the pod, or the labels of its namespace.", Labels),
        new("pss/warning", "Warning of the server", "Change the pod before the level is enforced.", Labels),
        new("change/newly-changed", "Would be changed by another policy", "See what the proposed policy sets in the pod.", Policies),
        new("label", "Labels of a namespace", "Correct the labels; Set-PodSecurityLabel shows beforehand what they do.", Labels),
        new("coverage", "Cover for rejected workloads", "Review the proposal before it is granted.", Policies),
        new("coverage/impossible", "No policy covers it", "Change the workload.", Policies),
        new("policy/error", "Policy that the server refuses", "Correct the field that the message names.", Policies),
        new("input", "Object that is no verdict", "Give verdicts of this module, whole as they were emitted.", Policies),
    }.ToDictionary(rule => rule.Id, StringComparer.Ordinal);

    /// <summary>The rule of an id; one that says what the id says when it is not known.</summary>
    public static ReportRule Find(string id) => Known.GetValueOrDefault(id) ?? Unknown(id);

    /// <summary>What helps in general; null where the message says it.</summary>
    public static string? FixFor(string id) => Known.GetValueOrDefault(id)?.Help;

    private static ReportRule Unknown(string id) => id.Split('/')[0] switch
    {
        "policy" => new(id, $"Policy: {id[7..]}", "Test-PodSecurityPolicy says what is meant and what to do.", Policies),
        "coverage" => new(id, $"Risk: {id[9..]}", "The proposed policy allows this: review it before it is granted.", Policies),
        "pss" => new(id, id[4..], "The message says what is not allowed.", Standards),
        _ => new(id, id, "The message says what is not allowed.", Policies),
    };

    private static ReportRule Standard(string check, string title, string help) => new($"pss/{check}", title, help, Standards);

    private static ReportRule Policy(string field, string help) => new($"psp/{field}", $"{field} by policy", help, Policies);
}
