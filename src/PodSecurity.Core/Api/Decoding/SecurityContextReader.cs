using PodSecurity.Manifests;

namespace PodSecurity.Api.Decoding;

/// <summary>Reads the security contexts of pods and containers.</summary>
internal static class SecurityContextReader
{
    public static PodLevelSecurityContext? ReadPodLevel(ref FieldReader json)
    {
        if (!json.EnterObject())
        {
            return null;
        }
        SELinuxOptions? seLinux = null;
        SeccompProfile? seccomp = null;
        AppArmorProfile? appArmor = null;
        long? user = null, group = null, fsGroup = null;
        bool? nonRoot = null, hostProcess = null;
        IReadOnlyList<long>? supplementalGroups = null;
        IReadOnlyList<Sysctl>? sysctls = null;
        while (json.NextField(out var name))
        {
            if (name.SequenceEqual("runAsUser"u8))
            {
                user = json.ReadInt64();
            }
            else if (name.SequenceEqual("runAsGroup"u8))
            {
                group = json.ReadInt64();
            }
            else if (name.SequenceEqual("runAsNonRoot"u8))
            {
                nonRoot = json.ReadBool();
            }
            else if (name.SequenceEqual("fsGroup"u8))
            {
                fsGroup = json.ReadInt64();
            }
            else if (name.SequenceEqual("supplementalGroups"u8))
            {
                supplementalGroups = json.ReadInt64s();
            }
            else if (name.SequenceEqual("seLinuxOptions"u8))
            {
                seLinux = ReadSELinuxOptions(ref json);
            }
            else if (name.SequenceEqual("seccompProfile"u8))
            {
                seccomp = ReadSeccompProfile(ref json);
            }
            else if (name.SequenceEqual("appArmorProfile"u8))
            {
                appArmor = ReadAppArmorProfile(ref json);
            }
            else if (name.SequenceEqual("windowsOptions"u8))
            {
                hostProcess = ReadHostProcess(ref json);
            }
            else if (name.SequenceEqual("sysctls"u8))
            {
                sysctls = ReadSysctls(ref json);
            }
            else
            {
                json.SkipValue();
            }
        }
        return new PodLevelSecurityContext
        {
            SELinuxOptions = seLinux,
            RunAsUser = user,
            RunAsGroup = group,
            RunAsNonRoot = nonRoot,
            SupplementalGroups = supplementalGroups,
            FSGroup = fsGroup,
            Sysctls = sysctls,
            SeccompProfile = seccomp,
            AppArmorProfile = appArmor,
            HostProcess = hostProcess,
        };
    }

    public static ContainerSecurityContext? ReadContainerLevel(ref FieldReader json)
    {
        if (!json.EnterObject())
        {
            return null;
        }
        Capabilities? capabilities = null;
        SELinuxOptions? seLinux = null;
        SeccompProfile? seccomp = null;
        AppArmorProfile? appArmor = null;
        bool? privileged = null, nonRoot = null, readOnlyRoot = null, escalation = null, hostProcess = null;
        long? user = null, group = null;
        string? procMount = null;
        while (json.NextField(out var name))
        {
            if (name.SequenceEqual("capabilities"u8))
            {
                capabilities = ReadCapabilities(ref json);
            }
            else if (name.SequenceEqual("privileged"u8))
            {
                privileged = json.ReadBool();
            }
            else if (name.SequenceEqual("allowPrivilegeEscalation"u8))
            {
                escalation = json.ReadBool();
            }
            else if (name.SequenceEqual("readOnlyRootFilesystem"u8))
            {
                readOnlyRoot = json.ReadBool();
            }
            else if (name.SequenceEqual("runAsNonRoot"u8))
            {
                nonRoot = json.ReadBool();
            }
            else if (name.SequenceEqual("runAsUser"u8))
            {
                user = json.ReadInt64();
            }
            else if (name.SequenceEqual("runAsGroup"u8))
            {
                group = json.ReadInt64();
            }
            else if (name.SequenceEqual("seLinuxOptions"u8))
            {
                seLinux = ReadSELinuxOptions(ref json);
            }
            else if (name.SequenceEqual("procMount"u8))
            {
                procMount = json.ReadString();
            }
            else if (name.SequenceEqual("seccompProfile"u8))
            {
                seccomp = ReadSeccompProfile(ref json);
            }
            else if (name.SequenceEqual("appArmorProfile"u8))
            {
                appArmor = ReadAppArmorProfile(ref json);
            }
            else if (name.SequenceEqual("windowsOptions"u8))
            {
                hostProcess = ReadHostProcess(ref json);
            }
            else
            {
                json.SkipValue();
            }
        }
        return new ContainerSecurityContext
        {
            Capabilities = capabilities,
            Privileged = privileged,
            SELinuxOptions = seLinux,
            RunAsUser = user,
            RunAsGroup = group,
            RunAsNonRoot = nonRoot,
            ReadOnlyRootFilesystem = readOnlyRoot,
            AllowPrivilegeEscalation = escalation,
            ProcMount = procMount,
            SeccompProfile = seccomp,
            AppArmorProfile = appArmor,
            HostProcess = hostProcess,
        };
    }

    private static Capabilities? ReadCapabilities(ref FieldReader json)
    {
        if (!json.EnterObject())
        {
            return null;
        }
        IReadOnlyList<string>? add = null, drop = null;
        while (json.NextField(out var name))
        {
            if (name.SequenceEqual("add"u8))
            {
                add = json.ReadStrings();
            }
            else if (name.SequenceEqual("drop"u8))
            {
                drop = json.ReadStrings();
            }
            else
            {
                json.SkipValue();
            }
        }
        return new Capabilities(add, drop);
    }

    private static SELinuxOptions? ReadSELinuxOptions(ref FieldReader json)
    {
        if (!json.EnterObject())
        {
            return null;
        }
        string? user = null, role = null, type = null, level = null;
        while (json.NextField(out var name))
        {
            if (name.SequenceEqual("user"u8))
            {
                user = json.ReadString();
            }
            else if (name.SequenceEqual("role"u8))
            {
                role = json.ReadString();
            }
            else if (name.SequenceEqual("type"u8))
            {
                type = json.ReadString();
            }
            else if (name.SequenceEqual("level"u8))
            {
                level = json.ReadString();
            }
            else
            {
                json.SkipValue();
            }
        }
        return new SELinuxOptions(user ?? "", role ?? "", type ?? "", level ?? "");
    }

    private static SeccompProfile? ReadSeccompProfile(ref FieldReader json) =>
        ReadProfile(ref json) is { } profile ? new SeccompProfile(profile.Type, profile.LocalhostProfile) : null;

    private static AppArmorProfile? ReadAppArmorProfile(ref FieldReader json) =>
        ReadProfile(ref json) is { } profile ? new AppArmorProfile(profile.Type, profile.LocalhostProfile) : null;

    private static (string Type, string? LocalhostProfile)? ReadProfile(ref FieldReader json)
    {
        if (!json.EnterObject())
        {
            return null;
        }
        string? type = null, localhostProfile = null;
        while (json.NextField(out var name))
        {
            if (name.SequenceEqual("type"u8)) { type = json.ReadString(); }
            else if (name.SequenceEqual("localhostProfile"u8)) { localhostProfile = json.ReadString(); }
            else { json.SkipValue(); }
        }
        return (type ?? "", localhostProfile);
    }

    private static bool? ReadHostProcess(ref FieldReader json)
    {
        bool? hostProcess = null;
        if (!json.EnterObject())
        {
            return null;
        }
        while (json.NextField(out var name))
        {
            if (name.SequenceEqual("hostProcess"u8)) { hostProcess = json.ReadBool(); }
            else { json.SkipValue(); }
        }
        return hostProcess;
    }

    private static List<Sysctl>? ReadSysctls(ref FieldReader json)
    {
        if (!json.EnterList() || !json.NextItem())
        {
            return null;
        }
        var sysctls = new List<Sysctl>(2);
        do
        {
            sysctls.Add(ReadSysctl(ref json));
        }
        while (json.NextItem());
        return sysctls;
    }

    private static Sysctl ReadSysctl(ref FieldReader json)
    {
        string? key = null, value = null;
        if (!json.EnterObject())
        {
            return new Sysctl("", "");
        }
        while (json.NextField(out var name))
        {
            if (name.SequenceEqual("name"u8))
            {
                key = json.ReadString();
            }
            else if (name.SequenceEqual("value"u8))
            {
                value = json.ReadString();
            }
            else
            {
                json.SkipValue();
            }
        }
        return new Sysctl(key ?? "", value ?? "");
    }
}
