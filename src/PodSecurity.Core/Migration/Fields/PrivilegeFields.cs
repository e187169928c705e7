namespace PodSecurity.Migration.Fields;

/// <summary>Capabilities, privilege escalation, and the root file system.</summary>
internal static class PrivilegeFields
{
    private const string All = "ALL";

    // Those of Linux 5.9 and on, which the capabilities of a policy name without CAP_.
    private static readonly string[] Names =
    [
        "AUDIT_CONTROL", "AUDIT_READ", "AUDIT_WRITE", "BLOCK_SUSPEND", "BPF", "CHECKPOINT_RESTORE", "CHOWN", "DAC_OVERRIDE",
        "DAC_READ_SEARCH", "FOWNER", "FSETID", "IPC_LOCK", "IPC_OWNER", "KILL", "LEASE", "LINUX_IMMUTABLE", "MAC_ADMIN", "MAC_OVERRIDE",
        "MKNOD", "NET_ADMIN", "NET_BIND_SERVICE", "NET_BROADCAST", "NET_RAW", "PERFMON", "SETFCAP", "SETGID", "SETPCAP", "SETUID",
        "SYSLOG", "SYS_ADMIN", "SYS_BOOT", "SYS_CHROOT", "SYS_MODULE", "SYS_NICE", "SYS_PACCT", "SYS_PTRACE", "SYS_RAWIO",
        "SYS_RESOURCE", "SYS_TIME", "SYS_TTY_CONFIG", "WAKE_ALARM",
    ];

    public static IEnumerable<FieldComparison> Of(PodSecurityPolicySpec spec, LevelProbe level) =>
    [
        Allowed(spec, level),
        DefaultAdd(spec.DefaultAddCapabilities, level),
        RequiredDrop(spec.RequiredDropCapabilities, level),
        Escalation(spec, level),
        new("spec.defaultAllowPrivilegeEscalation", spec.DefaultAllowPrivilegeEscalation is { } value ? FieldComparison.Text(value) : "")
        {
            // Where escalation is not allowed, that says it already.
            Mutates = spec.DefaultAllowPrivilegeEscalation is { } written && spec.AllowPrivilegeEscalation != false
                ? $"writes allowPrivilegeEscalation: {FieldComparison.Text(written)} where a container says nothing"
                : null,
        },
        new("spec.readOnlyRootFilesystem", FieldComparison.Text(spec.ReadOnlyRootFilesystem))
        {
            LeavesOpen = spec.ReadOnlyRootFilesystem ? "writable root file systems" : null,
            Mutates = spec.ReadOnlyRootFilesystem ? "writes readOnlyRootFilesystem: true where a container says nothing" : null,
        },
    ];

    private static FieldComparison Allowed(PodSecurityPolicySpec spec, LevelProbe level)
    {
        var (mayAdd, any) = (spec.AllowedCapabilities.Concat(spec.DefaultAddCapabilities).ToHashSet(), spec.AllowedCapabilities.Contains(
            "*"));
        var everything = level.AllowsCapability("ANYTHING");
        var known = Names.Where(level.AllowsCapability).ToList();
        var beyond = spec.AllowedCapabilities.Where(name => name == "*" ? !everything : !level.AllowsCapability(name)).ToList();
        var open = known.Where(name => !mayAdd.Contains(name)).ToList();
        return new("spec.allowedCapabilities", FieldComparison.Text(spec.AllowedCapabilities))
        {
            Forbids = beyond.Count == 0 ? null
                : beyond.Contains("*") ? $"adding capabilities other than {FieldComparison.Text(known)}"
                : $"adding the capabilities {FieldComparison.Text(beyond)}",
            Exceeds = beyond.Count > 0,
            LeavesOpen = any || open.Count == 0 ? null
                : everything ? mayAdd.Count == 0 ? "adding capabilities" : $"adding capabilities other than {FieldComparison.Text(mayAdd)}"
                : $"adding the capabilities {FieldComparison.Text(open)}",
        };
    }

    private static FieldComparison DefaultAdd(StringList added, LevelProbe level)
    {
        var beyond = added.Where(name => !level.AllowsCapability(name)).ToList();
        return new("spec.defaultAddCapabilities", FieldComparison.Text(added))
        {
            Forbids = beyond.Count == 0 ? null : $"adding the capabilities {FieldComparison.Text(beyond)}",
            Exceeds = beyond.Count > 0,
            Mutates = added.Count == 0 ? null : $"adds the capabilities {added} to every container that does not drop them",
        };
    }

    private static FieldComparison RequiredDrop(StringList dropped, LevelProbe level)
    {
        var demands = !level.Allows(context => context with { Capabilities = null });
        var misses = demands && !dropped.Contains(All);
        return new("spec.requiredDropCapabilities", FieldComparison.Text(dropped))
        {
            Forbids = misses ? "containers that do not drop ALL" : null,
            Exceeds = misses,
            LeavesOpen = demands || dropped.Count == 0 ? null : $"containers that do not drop {dropped}",
            Mutates = dropped.Count == 0 ? null : $"drops the capabilities {dropped} in every container",
        };
    }

    private static FieldComparison Escalation(PodSecurityPolicySpec spec, LevelProbe level)
    {
        var allowed = spec.AllowPrivilegeEscalation ?? true;
        var demands = !level.Allows(context => context with { AllowPrivilegeEscalation = null });
        return new("spec.allowPrivilegeEscalation", FieldComparison.Text(allowed))
        {
            Forbids = allowed && demands ? "containers that do not say allowPrivilegeEscalation: false" : null,
            Exceeds = allowed && demands,
            LeavesOpen = allowed || demands ? null : "privilege escalation",
            Mutates = allowed ? null : "writes allowPrivilegeEscalation: false where a container says nothing",
        };
    }
}
