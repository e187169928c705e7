using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Serialization;
using PodSecurity.Api;

namespace PodSecurity;

/// <summary>A PodSecurityPolicy (policy/v1beta1). Fields unknown to this module are kept at every level.</summary>
public sealed class PodSecurityPolicy : ExtensibleObject
{
    public string ApiVersion { get; set; } = "policy/v1beta1";
    public string Kind { get; set; } = "PodSecurityPolicy";
    public ObjectMetadata Metadata { get; set; } = new();
    public PodSecurityPolicySpec Spec { get; set; } = new();

    /// <summary>metadata.name.</summary>
    [JsonIgnore]
    public string Name => Metadata.Name;

    /// <summary>Where the policy was read; null for one that was built in memory.</summary>
    [JsonIgnore]
    public DocumentSource? Source { get; set; }

    /// <summary>The context or snapshot that it was read from; null for other policies.</summary>
    [JsonIgnore]
    public string? Cluster { get; set; }

    public override string ToString() => Name;
}

/// <summary>The metadata that this module reads or writes; the rest is kept as unknown fields.</summary>
public sealed class ObjectMetadata : ExtensibleObject
{
    public string Name { get; set; } = "";
    public string? Namespace { get; set; }

    [AllowNull]
    public StringMap Labels { get => field ??= []; set; }

    [AllowNull]
    public StringMap Annotations { get => field ??= []; set; }
    public string? ResourceVersion { get; set; }
    public string? Uid { get; set; }
}

/// <summary>
/// spec of a PodSecurityPolicy. Lists and the rules that the API has as structures are never null: an empty one is absent. Where the API
/// tells absent from empty (pointers), null means absent. Absent means what the API says of the field (mostly: forbidden).
/// </summary>
public sealed class PodSecurityPolicySpec : ExtensibleObject
{
    public bool Privileged { get; set; }

    [AllowNull]
    public StringList DefaultAddCapabilities { get => field ??= []; set; }

    [AllowNull]
    public StringList RequiredDropCapabilities { get => field ??= []; set; }

    [AllowNull]
    public StringList AllowedCapabilities { get => field ??= []; set; }

    [AllowNull]
    public StringList Volumes { get => field ??= []; set; }
    public bool HostNetwork { get; set; }

    [AllowNull]
    public HostPortRangeList HostPorts { get => field ??= []; set; }

    [JsonPropertyName("hostPID")]
    public bool HostPID { get; set; }

    [JsonPropertyName("hostIPC")]
    public bool HostIPC { get; set; }

    [JsonPropertyName("seLinux")]
    [AllowNull]
    public SELinuxRule SELinux { get => field ??= new(); set; }
    [AllowNull]
    public IDRule RunAsUser { get => field ??= new(); set; }
    public IDRule? RunAsGroup { get; set; }
    [AllowNull]
    public IDRule SupplementalGroups { get => field ??= new(); set; }

    [JsonPropertyName("fsGroup")]
    [AllowNull]
    public IDRule FSGroup { get => field ??= new(); set; }
    public bool ReadOnlyRootFilesystem { get; set; }
    public bool? DefaultAllowPrivilegeEscalation { get; set; }

    /// <summary>Absent means true (API default).</summary>
    public bool? AllowPrivilegeEscalation { get; set; }

    [AllowNull]
    public AllowedHostPathList AllowedHostPaths { get => field ??= []; set; }

    [AllowNull]
    public AllowedFlexVolumeList AllowedFlexVolumes { get => field ??= []; set; }

    [JsonPropertyName("allowedCSIDrivers")]
    [AllowNull]
    public AllowedCsiDriverList AllowedCSIDrivers { get => field ??= []; set; }

    [AllowNull]
    public StringList AllowedUnsafeSysctls { get => field ??= []; set; }

    [AllowNull]
    public StringList ForbiddenSysctls { get => field ??= []; set; }

    [AllowNull]
    public StringList AllowedProcMountTypes { get => field ??= []; set; }
    public RuntimeClassRule? RuntimeClass { get; set; }
}

/// <summary>A range of host ports, both ends included.</summary>
public sealed class HostPortRange : ExtensibleObject
{
    // Required by the API's schema, also when they are 0.
    [JsonIgnore(Condition = JsonIgnoreCondition.Never)]
    public int Min { get; set; }

    [JsonIgnore(Condition = JsonIgnoreCondition.Never)]
    public int Max { get; set; }

    /// <summary>Reads <c>80</c> or <c>8000-8100</c>.</summary>
    /// <exception cref="FormatException">Not a port or a range of ports from 0 to 65535.</exception>
    public static HostPortRange Parse(string text)
    {
        var (min, max) = RangeText.Parse(text, ushort.MaxValue, "a port such as 80, or a range such as 8000-8100");
        return new() { Min = (int)min, Max = (int)max };
    }

    public override string ToString() => RangeText.Of(Min, Max);
}

/// <summary>A rule about user or group ids: RunAsAny, MustRunAs, MayRunAs (groups) or MustRunAsNonRoot (users).</summary>
public sealed class IDRule : ExtensibleObject
{
    public string? Rule { get; set; }

    [AllowNull]
    public IDRangeList Ranges
    {
        get => field ??= [];
        set => (field, HasRanges) = (value, value is not null);
    }

    /// <summary>Whether there is a list, be it an empty one: the server's errors print the two differently.</summary>
    internal bool HasRanges { get => field || Ranges.Count > 0; private set; }

    internal bool IsEmpty => Rule is null && Ranges.Count == 0 && UnknownJson is null;

    /// <summary>The rule of this name.</summary>
    public static IDRule Parse(string text) => new() { Rule = text };

    public override string ToString() => Rule ?? "";
}

/// <summary>A range of ids, both ends included.</summary>
public sealed class IDRange : ExtensibleObject
{
    // Required by the API's schema, also when they are 0.
    [JsonIgnore(Condition = JsonIgnoreCondition.Never)]
    public long Min { get; set; }

    [JsonIgnore(Condition = JsonIgnoreCondition.Never)]
    public long Max { get; set; }

    /// <summary>Reads <c>1000</c> or <c>1000-2000</c>.</summary>
    /// <exception cref="FormatException">Not an id or a range of ids that a pod can have (0 to 2147483647).</exception>
    public static IDRange Parse(string text)
    {
        var (min, max) = RangeText.Parse(text, int.MaxValue, "an id such as 1000, or a range such as 1000-2000");
        return new() { Min = min, Max = max };
    }

    public override string ToString() => RangeText.Of(Min, Max);
}

/// <summary>The rule about SELinux labels: RunAsAny or MustRunAs.</summary>
public sealed class SELinuxRule : ExtensibleObject
{
    public string? Rule { get; set; }

    [JsonPropertyName("seLinuxOptions")]
    public SELinuxRuleOptions? SELinuxOptions { get; set; }

    internal bool IsEmpty => Rule is null && SELinuxOptions is null && UnknownJson is null;

    /// <summary>The rule of this name.</summary>
    public static SELinuxRule Parse(string text) => new() { Rule = text };

    public override string ToString() => Rule ?? "";
}

/// <summary>The SELinux label that MustRunAs demands.</summary>
public sealed class SELinuxRuleOptions : ExtensibleObject
{
    public string? User { get; set; }
    public string? Role { get; set; }
    public string? Type { get; set; }
    public string? Level { get; set; }

    /// <summary>As tools print a label: <c>user:role:type:level</c>.</summary>
    public override string ToString() => $"{User}:{Role}:{Type}:{Level}";
}

/// <summary>A path prefix on the host that pods may mount.</summary>
public sealed class AllowedHostPath : ExtensibleObject
{
    public string? PathPrefix { get; set; }
    public bool ReadOnly { get; set; }

    /// <summary>Reads <c>/var/log</c>, or <c>/var/log:ro</c> for a path that may only be mounted read-only.</summary>
    /// <exception cref="FormatException">Not an absolute path.</exception>
    public static AllowedHostPath Parse(string text)
    {
        const string readOnly = ":ro";
        var isReadOnly = text.EndsWith(readOnly, StringComparison.Ordinal);
        var path = isReadOnly ? text[..^readOnly.Length] : text;
        return path.StartsWith('/')
            ? new() { PathPrefix = path, ReadOnly = isReadOnly }
            : throw new FormatException($"'{text}' is not an absolute path such as /var/log, or /var/log:ro for read-only mounts.");
    }

    public override string ToString() => ReadOnly ? $"{PathPrefix} (ro)" : PathPrefix ?? "";
}

/// <summary>A flex volume driver that pods may use.</summary>
public sealed class AllowedFlexVolume : ExtensibleObject
{
    public string? Driver { get; set; }

    /// <summary>The driver of this name.</summary>
    public static AllowedFlexVolume Parse(string text) => new() { Driver = text };

    public override string ToString() => Driver ?? "";
}

/// <summary>A CSI driver that pods may use inline.</summary>
public sealed class AllowedCsiDriver : ExtensibleObject
{
    public string? Name { get; set; }

    /// <summary>The driver of this name.</summary>
    public static AllowedCsiDriver Parse(string text) => new() { Name = text };

    public override string ToString() => Name ?? "";
}

/// <summary>Which runtime classes pods may name, and which one they get by default.</summary>
public sealed class RuntimeClassRule : ExtensibleObject
{
    [AllowNull]
    public StringList AllowedRuntimeClassNames { get => field ??= []; set; }
    public string? DefaultRuntimeClassName { get; set; }

    public override string ToString() => AllowedRuntimeClassNames.ToString();
}
