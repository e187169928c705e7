using PodSecurity.Api;

namespace PodSecurity;

/// <summary>What a policy allows beyond what is needed.</summary>
/// <param name="Field">The field of the policy, for example <c>spec.hostNetwork</c>.</param>
/// <param name="IsDangerous">Whether it opens a way out of the container, so that it should not be given away unneeded.</param>
public sealed record PolicyExcess(string Field, string What, bool IsDangerous)
{
    private const string Everything = "*";

    // Container runtimes give these to every container: allowing them gives little away.
    private static readonly string[] RuntimeCapabilities =
    [
        "AUDIT_WRITE", "CHOWN", "DAC_OVERRIDE", "FOWNER", "FSETID", "KILL", "MKNOD", "NET_BIND_SERVICE", "NET_RAW", "SETFCAP", "SETGID",
            "SETPCAP",
        "SETUID", "SYS_CHROOT",
    ];

    /// <param name="needed">The least privileged policy for the purpose.</param>
    public static IReadOnlyList<PolicyExcess> Between(PodSecurityPolicySpec allowed, PodSecurityPolicySpec needed) =>
    [
        .. Flags(allowed, needed),
        .. Capabilities(allowed, needed),
        .. HostPaths(allowed, needed),
        .. Names("spec.volumes", allowed.Volumes, needed.Volumes, _ => false),
        .. Names("spec.allowedUnsafeSysctls", allowed.AllowedUnsafeSysctls, needed.AllowedUnsafeSysctls, _ => true),
        .. Names("spec.allowedProcMountTypes", allowed.AllowedProcMountTypes?.Where(
            type => type != "Default"), needed.AllowedProcMountTypes,
            _ => true),
        .. HostPorts(allowed, needed),
    ];

    public override string ToString() => What.Length == 0 ? Field : $"{Field}: {What}";

    private static IEnumerable<PolicyExcess> Flags(PodSecurityPolicySpec allowed, PodSecurityPolicySpec needed)
    {
        (string Field, bool Allowed, bool Needed, bool IsDangerous)[] flags =
        [
            ("spec.privileged", allowed.Privileged, needed.Privileged, true),
            ("spec.hostNetwork", allowed.HostNetwork, needed.HostNetwork, true),
            ("spec.hostPID", allowed.HostPID, needed.HostPID, true),
            ("spec.hostIPC", allowed.HostIPC, needed.HostIPC, true),
            ("spec.allowPrivilegeEscalation", allowed.AllowPrivilegeEscalation != false, needed.AllowPrivilegeEscalation != false, false),
            ("spec.runAsUser", allowed.RunAsUser?.Rule == StrategyNames.RunAsAny, needed.RunAsUser?.Rule == StrategyNames.RunAsAny, false),
        ];
        return flags.Where(flag => flag.Allowed && !flag.Needed).Select(flag => new PolicyExcess(flag.Field, "", flag.IsDangerous));
    }

    private static IEnumerable<PolicyExcess> Capabilities(PodSecurityPolicySpec allowed, PodSecurityPolicySpec needed) => Names(
        "spec.allowedCapabilities", (allowed.AllowedCapabilities ?? []).Concat(
            allowed.DefaultAddCapabilities ?? []), needed.AllowedCapabilities,
        capability => !RuntimeCapabilities.Contains(capability));

    private static IEnumerable<PolicyExcess> HostPaths(PodSecurityPolicySpec allowed, PodSecurityPolicySpec needed)
    {
        const string Field = "spec.allowedHostPaths";
        if (allowed.Volumes?.Any(volume => volume is Everything or VolumeTypes.HostPath) != true)
        {
            return [];
        }
        if (allowed.AllowedHostPaths is not { Count: > 0 } paths)
        {
            return [new(Field, "any path", true)];
        }
        return paths
            .Where(path => needed.AllowedHostPaths?.Any(other => Covers(other, path)) != true)
            .Select(path => new PolicyExcess(Field, path.ToString(), !path.ReadOnly || path.PathPrefix == "/"));
    }

    private static bool Covers(AllowedHostPath needed, AllowedHostPath path) =>
        needed.PathPrefix?.TrimEnd('/') == path.PathPrefix?.TrimEnd('/') && (path.ReadOnly || !needed.ReadOnly);

    private static IEnumerable<PolicyExcess> HostPorts(PodSecurityPolicySpec allowed, PodSecurityPolicySpec needed) =>
        (allowed.HostPorts ?? [])
        .Where(range => needed.HostPorts?.Any(other => other.Min <= range.Min && range.Max <= other.Max) != true)
        .Select(range => new PolicyExcess("spec.hostPorts", range.ToString(), false));

    private static IEnumerable<PolicyExcess> Names(
        string field, IEnumerable<string>? allowed, IEnumerable<string>? needed, Func<string, bool> isDangerous) =>
        (allowed ?? []).Distinct().Except(needed ?? []).Select(name => new PolicyExcess(field, name, isDangerous(name)));
}
