using PodSecurity.Manifests;

namespace PodSecurity.Api.Decoding;

/// <summary>Reads the pod out of a pod, a workload, or any object with a pod template at spec.template.</summary>
public static class WorkloadDecoder
{
    private static readonly string[] TemplateContainers = ["spec", "template", "spec", "containers"];

    /// <summary>Decodes the object; null when its kind holds no pod. Checks the whole document's syntax in either case.</summary>
    /// <exception cref="ManifestException">The JSON is broken, or a field has the wrong type; the message names field, origin and
    /// line.</exception>
    public static Workload? Decode(ManifestDocument document)
    {
        ArgumentNullException.ThrowIfNull(document);
        return ManifestFault.Guard(document, static document =>
        {
            var type = ManifestType.Peek(document);
            var (workload, last) = Decode(document, type);
            return last == type ? workload : Decode(document, ManifestType.Read(document)).Workload;
        });
    }

    /// <summary>The workload, if the object is one of this type, and the type that its last words name.</summary>
    private static (Workload? Workload, ManifestType Last) Decode(ManifestDocument document, ManifestType type)
    {
        var location = PodLocation.Of(type) ?? (HoldsTemplate(document) ? PodLocation.Workload : null);
        return location is null ? (null, ManifestType.Read(document)) : Decode(document, type, location);
    }

    /// <summary>Only a list of containers makes a template of a foreign kind a pod template: other kinds keep other things there.</summary>
    private static bool HoldsTemplate(ManifestDocument document) => new FieldReader(document).HasList(TemplateContainers);

    private static (Workload Workload, ManifestType Last) Decode(ManifestDocument document, ManifestType type, PodLocation location)
    {
        var path = location.Path;
        var json = new FieldReader(document);
        var meta = ObjectMeta.Empty;
        var spec = new PodSpec();
        Pod? pod = null;
        string? apiVersion = null, kind = null;
        json.EnterObject();
        while (json.NextField(out var name))
        {
            if (name.SequenceEqual("kind"u8))
            {
                kind = json.ReadString();
            }
            else if (name.SequenceEqual("apiVersion"u8))
            {
                apiVersion = json.ReadString();
            }
            else if (name.SequenceEqual("metadata"u8))
            {
                meta = ObjectMeta.Read(ref json);
            }
            else if (path.Length == 0 && name.SequenceEqual("spec"u8))
            {
                spec = PodReader.ReadSpec(ref json);
            }
            else if (path.Length > 0 && Is(name, path[0]))
            {
                pod = ReadPodAt(ref json, path[1..]);
            }
            else
            {
                json.SkipValue();
            }
        }
        json.ReadToEnd();
        if (type.Kind == "StatefulSet" && pod is not null)
        {
            pod = ClaimTemplates.AddTo(pod, document);
        }
        var workload = new Workload
        {
            Kind = type.Kind,
            ApiVersion = type.ApiVersion,
            Name = meta.Name.Length > 0 ? meta.Name : meta.GenerateName ?? "",
            Namespace = meta.Namespace,
            Pod = path.Length == 0 ? spec.ToPod(meta) : pod ?? new Pod(),
            HasPod = path.Length == 0 || pod is not null,
            PodPath = location.Pointer,
            Controller = meta.Controller,
            Uid = meta.Uid,
            Document = document,
        };
        return (workload, new(apiVersion ?? "", kind ?? ""));
    }

    /// <summary>The pod template at the end of the path from the next value; null when a part of the path is absent.</summary>
    private static Pod? ReadPodAt(ref FieldReader json, ReadOnlySpan<string> path)
    {
        if (path.IsEmpty)
        {
            return PodReader.ReadTemplate(ref json);
        }
        Pod? pod = null;
        if (!json.EnterObject())
        {
            return null;
        }
        while (json.NextField(out var name))
        {
            if (Is(name, path[0]))
            {
                pod = ReadPodAt(ref json, path[1..]);
            }
            else
            {
                json.SkipValue();
            }
        }
        return pod;
    }

    private static bool Is(ReadOnlySpan<byte> field, string name) => System.Text.Ascii.Equals(field, name);
}
