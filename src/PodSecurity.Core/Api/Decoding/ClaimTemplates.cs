using PodSecurity.Manifests;

namespace PodSecurity.Api.Decoding;

/// <summary>The claim templates of a StatefulSet: its controller gives each pod a volume for every one of them.</summary>
internal static class ClaimTemplates
{
    /// <summary>The pod with these volumes; they come first and take the place of volumes of the same name.</summary>
    public static Pod AddTo(Pod pod, ManifestDocument document)
    {
        var names = ReadNames(document);
        return names.Count == 0 ? pod : pod with
        {
            Volumes =
            [
                .. names.Select(
                    name => new Volume { Name = name, Kind = "persistentVolumeClaim", Sources = VolumeSources.PersistentVolumeClaim }),
                .. pod.Volumes.Where(volume => !names.Contains(volume.Name)),
            ],
        };
    }

    /// <summary>The names in the document's spec.volumeClaimTemplates, in order, each once.</summary>
    private static List<string> ReadNames(ManifestDocument document)
    {
        var json = new FieldReader(document);
        var names = new List<string>();
        json.EnterObject();
        while (json.NextField(out var name))
        {
            if (name.SequenceEqual("spec"u8))
            {
                ReadSpec(ref json, names);
            }
            else
            {
                json.SkipValue();
            }
        }
        return [.. names.Distinct()];
    }

    private static void ReadSpec(ref FieldReader json, List<string> names)
    {
        if (!json.EnterObject())
        {
            return;
        }
        while (json.NextField(out var name))
        {
            if (name.SequenceEqual("volumeClaimTemplates"u8))
            {
                ReadTemplates(ref json, names);
            }
            else
            {
                json.SkipValue();
            }
        }
    }

    private static void ReadTemplates(ref FieldReader json, List<string> names)
    {
        if (!json.EnterList())
        {
            return;
        }
        while (json.NextItem())
        {
            names.Add(ReadName(ref json));
        }
    }

    private static string ReadName(ref FieldReader json)
    {
        var meta = ObjectMeta.Empty;
        if (!json.EnterObject())
        {
            return "";
        }
        while (json.NextField(out var name))
        {
            if (name.SequenceEqual("metadata"u8))
            {
                meta = ObjectMeta.Read(ref json);
            }
            else
            {
                json.SkipValue();
            }
        }
        return meta.Name;
    }
}
