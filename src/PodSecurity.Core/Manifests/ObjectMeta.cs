namespace PodSecurity.Manifests;

/// <summary>What a workload or a pod needs of its metadata.</summary>
internal sealed class ObjectMeta
{
    public static readonly ObjectMeta Empty = new();

    public string Name { get; private set; } = "";
    public string? GenerateName { get; private set; }
    public string? Namespace { get; private set; }
    public string? Uid { get; private set; }
    public IReadOnlyDictionary<string, string>? Annotations { get; private set; }
    public OwnerReference? Controller { get; private set; }

    public static ObjectMeta Read(ref FieldReader json)
    {
        if (!json.EnterObject())
        {
            return Empty;
        }
        var meta = new ObjectMeta();
        while (json.NextField(out var name))
        {
            if (name.SequenceEqual("name"u8))
            {
                meta.Name = json.ReadString() ?? "";
            }
            else if (name.SequenceEqual("generateName"u8))
            {
                meta.GenerateName = NullIfEmpty(json.ReadString());
            }
            else if (name.SequenceEqual("namespace"u8))
            {
                meta.Namespace = NullIfEmpty(json.ReadString());
            }
            else if (name.SequenceEqual("uid"u8))
            {
                meta.Uid = NullIfEmpty(json.ReadString());
            }
            else if (name.SequenceEqual("annotations"u8))
            {
                meta.Annotations = ReadAnnotations(ref json);
            }
            else if (name.SequenceEqual("ownerReferences"u8))
            {
                meta.Controller = ReadController(ref json);
            }
            else
            {
                json.SkipValue();
            }
        }
        return meta;
    }

    private static Dictionary<string, string>? ReadAnnotations(ref FieldReader json)
    {
        if (!json.EnterObject())
        {
            return null;
        }
        Dictionary<string, string>? annotations = null;
        while (json.NextField(out var name))
        {
            if (PodAnnotations.Decides(name))
            {
                (annotations ??= [])[Utf8Strings.Get(name)] = json.ReadString() ?? "";
            }
            else
            {
                json.SkipString();
            }
        }
        return annotations;
    }

    private static OwnerReference? ReadController(ref FieldReader json)
    {
        if (!json.EnterList())
        {
            return null;
        }
        OwnerReference? controller = null;
        while (json.NextItem())
        {
            if (ReadOwner(ref json) is (true, var owner))
            {
                controller ??= owner;
            }
        }
        return controller;
    }

    private static (bool IsController, OwnerReference? Owner) ReadOwner(ref FieldReader json)
    {
        if (!json.EnterObject())
        {
            return default;
        }
        string? apiVersion = null, kind = null, ownerName = null, uid = null;
        var isController = false;
        while (json.NextField(out var name))
        {
            if (name.SequenceEqual("apiVersion"u8))
            {
                apiVersion = json.ReadString();
            }
            else if (name.SequenceEqual("kind"u8))
            {
                kind = json.ReadString();
            }
            else if (name.SequenceEqual("name"u8))
            {
                ownerName = json.ReadString();
            }
            else if (name.SequenceEqual("uid"u8))
            {
                uid = json.ReadString();
            }
            else if (name.SequenceEqual("controller"u8))
            {
                isController = json.ReadBool() ?? false;
            }
            else
            {
                json.SkipValue();
            }
        }
        return (isController, new(kind ?? "", ownerName ?? "", uid ?? "", apiVersion));
    }

    private static string? NullIfEmpty(string? text) => string.IsNullOrEmpty(text) ? null : text;
}
