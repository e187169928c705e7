using PodSecurity.Manifests;

namespace PodSecurity.Api.Decoding;

/// <summary>Reads volumes: which source each has, and what a policy can restrict about it.</summary>
internal static class VolumeReader
{
    /// <summary>
    /// A volume with several sources (which pod validation refuses later) counts as the one that stands first here, as on the server.
    /// </summary>
    private static readonly string[] Kinds = VolumeTypes.AsDeclared;

    /// <summary>A source that policies do not know: to them, as to their servers, the volume has none.</summary>
    private const string NewerKind = "image";

    /// <summary>What API defaulting makes of a volume without a source; a source unknown to the server is none.</summary>
    private const string DefaultKind = VolumeTypes.EmptyDir;

    private static readonly byte[][] FieldNames = [.. Kinds.Append(NewerKind).Select(VolumeTypes.FieldOf).Select(
        System.Text.Encoding.UTF8.GetBytes)];

    public static IReadOnlyList<Volume>? ReadVolumes(ref FieldReader json)
    {
        if (!json.EnterList() || !json.NextItem())
        {
            return null;
        }
        var volumes = new List<Volume>(4);
        do
        {
            volumes.Add(ReadVolume(ref json));
        }
        while (json.NextItem());
        return volumes;
    }

    private static Volume ReadVolume(ref FieldReader json)
    {
        var volumeName = "";
        var kind = int.MaxValue;
        var sources = VolumeSources.None;
        var details = default(Details);
        if (!json.EnterObject())
        {
            return new Volume();
        }
        while (json.NextField(out var name))
        {
            if (name.SequenceEqual("name"u8))
            {
                volumeName = json.ReadString() ?? "";
            }
            else if (KindOf(name) is var found && found < 0)
            {
                json.SkipValue();
            }
            else if (ReadSource(ref json, found < Kinds.Length ? Kinds[found] : NewerKind, ref details))
            {
                kind = Math.Min(kind, found);
                sources |= (VolumeSources)(1u << found);
            }
        }
        return new Volume
        {
            Name = volumeName,
            Kind = kind < Kinds.Length ? Kinds[kind] : DefaultKind,
            Sources = sources,
            HostPath = details.HostPath,
            FlexVolumeDriver = details.FlexVolumeDriver,
            CsiDriver = details.CsiDriver,
            IsServiceAccountTokenProjection = details.IsServiceAccountTokenProjection,
        };
    }

    /// <summary>Reads one source; false when it is null, which is no source.</summary>
    private static bool ReadSource(ref FieldReader json, string kind, ref Details details)
    {
        if (!json.EnterObject())
        {
            return false;
        }
        switch (kind)
        {
            case VolumeTypes.HostPath:
                details.HostPath = ReadOnly(ref json, "path"u8);
                break;
            case VolumeTypes.FlexVolume:
                details.FlexVolumeDriver = ReadOnly(ref json, "driver"u8);
                break;
            case VolumeTypes.Csi:
                details.CsiDriver = ReadOnly(ref json, "driver"u8);
                break;
            case VolumeTypes.Projected:
                details.IsServiceAccountTokenProjection = ProjectionReader.IsServiceAccountToken(ref json);
                break;
            default:
                while (json.NextField(out _))
                {
                    json.SkipValue();
                }
                break;
        }
        return true;
    }

    /// <summary>One string field of the current object; the rest is passed over.</summary>
    private static string ReadOnly(ref FieldReader json, ReadOnlySpan<byte> field)
    {
        var value = "";
        while (json.NextField(out var name))
        {
            if (name.SequenceEqual(field))
            {
                value = json.ReadString() ?? "";
            }
            else
            {
                json.SkipValue();
            }
        }
        return value;
    }

    private static int KindOf(ReadOnlySpan<byte> field)
    {
        for (var i = 0; i < FieldNames.Length; i++)
        {
            if (field.SequenceEqual(FieldNames[i]))
            {
                return i;
            }
        }
        return -1;
    }

    private struct Details
    {
        public string? HostPath;
        public string? FlexVolumeDriver;
        public string? CsiDriver;
        public bool IsServiceAccountTokenProjection;
    }
}
