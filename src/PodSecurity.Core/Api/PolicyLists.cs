namespace PodSecurity;

// The lists and maps of a policy. Each is a type of its own because PowerShell finds what converts to a type by its name:
// PodSecurity.Types.ps1xml lets users assign one item, an array, or hashtables to any of them.

/// <summary>Names: capabilities, volume types, sysctls and the like.</summary>
public sealed class StringList : ObjectList<string>;

/// <summary>Ranges of host ports.</summary>
public sealed class HostPortRangeList : ObjectList<HostPortRange>;

/// <summary>Ranges of user or group ids.</summary>
public sealed class IDRangeList : ObjectList<IDRange>;

/// <summary>Paths on the host.</summary>
public sealed class AllowedHostPathList : ObjectList<AllowedHostPath>;

/// <summary>Flex volume drivers.</summary>
public sealed class AllowedFlexVolumeList : ObjectList<AllowedFlexVolume>;

/// <summary>CSI drivers.</summary>
public sealed class AllowedCsiDriverList : ObjectList<AllowedCsiDriver>;

/// <summary>Labels or annotations.</summary>
public sealed class StringMap : Dictionary<string, string>
{
    public StringMap()
    {
    }

    public StringMap(IEnumerable<KeyValuePair<string, string>> items)
        : base(items)
    {
    }

    public override string ToString() => string.Join("; ", this.Select(item => $"{item.Key}={item.Value}"));
}

/// <summary>Fields that this module does not model; as text, their names.</summary>
public sealed class FieldMap(IEnumerable<KeyValuePair<string, object?>> fields) : Dictionary<string, object?>(fields)
{
    public override string ToString() => string.Join("; ", Keys);
}
