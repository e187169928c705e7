using PodSecurity.Manifests;
using YamlDotNet.Core.Events;

namespace PodSecurity.Kubernetes.Serialization;

/// <summary>The documents of a YAML stream; a list's items come out while it is read.</summary>
internal sealed class YamlSections(YamlText text, string origin) : IManifestSections
{
    private const string ListSuffix = "List";

    public bool HasContent { get; private set; }

    public bool MoveNext() => text.NextDocument();

    public IEnumerable<ManifestDocument> Documents()
    {
        var events = new YamlEvents(text, origin);
        // mostly one document, but three dots can end one too
        while (events.MoveNext())
        {
            if (events.Current is not DocumentStart) continue;
            events.MoveNext();
            foreach (var document in Document(events)) yield return document;
        }
    }

    private IEnumerable<ManifestDocument> Document(YamlEvents events)
    {
        var tree = new YamlTree(events);
        if (events.Current is MappingStart) return Object(events, tree);
        var (place, found) = (events.Place, events.Current is SequenceStart ? "a list" : null);
        found ??= tree.Read(depth: 1) is YamlScalar { Value: { Kind: not YamlValueKind.Null } value } ? "a text" : null;
        return found is null ? [] : throw ManifestErrors.NotAnObject(origin, place, found);
    }

    /// <summary>The object at the current event, or, when it turns out to be a list, its items.</summary>
    private IEnumerable<ManifestDocument> Object(YamlEvents events, YamlTree tree)
    {
        HasContent = true;
        var mapping = new YamlMapping(events.Place);
        var isList = false;
        events.MoveNext();
        while (events.Current is not MappingEnd)
        {
            if (!IsItems(events, mapping))
            {
                tree.ReadField(mapping, depth: 1);
                continue;
            }
            isList = true;
            foreach (var item in Items(events, tree, mapping)) yield return item;
        }
        events.MoveNext();
        if (!isList) yield return YamlJson.Document(mapping, origin);
    }

    /// <summary>Whether the current field has the items of a list. kubectl sorts the fields, so it can come before the kind.</summary>
    private static bool IsItems(YamlEvents events, YamlMapping list) =>
        events.Current is Scalar { Value: "items" } && (list.StringOf("kind") is not { } kind || IsListKind(kind));

    private static bool IsListKind(string? kind) => kind?.EndsWith(ListSuffix, StringComparison.Ordinal) == true;

    private IEnumerable<ManifestDocument> Items(YamlEvents events, YamlTree tree, YamlMapping list)
    {
        events.MoveNext();
        if (events.Current is not SequenceStart)
        {
            tree.Read(depth: 2);
            yield break;
        }
        events.MoveNext();
        while (events.Current is not SequenceEnd)
        {
            events.StartObject();
            foreach (var document in Item(tree.Read(depth: 2), list)) yield return document;
        }
        events.MoveNext();
    }

    private IEnumerable<ManifestDocument> Item(YamlNode node, YamlMapping list)
    {
        if (node is not YamlMapping item) return [YamlJson.Document(node, origin)];
        if (IsListKind(item.StringOf("kind")) && item.ValueOf("items") is YamlSequence { Items: var items }) return items.SelectMany(inner => Item(inner, item));
        AddType(item, list);
        return [YamlJson.Document(item, origin)];
    }

    /// <summary>The API server's lists say the kind of their items only in their own.</summary>
    private static void AddType(YamlMapping item, YamlMapping list)
    {
        if (item.ValueOf("kind") is not null || list.StringOf("kind") is not { Length: > 4 } kind || list.ValueOf("apiVersion") is not { } apiVersion) return;
        item.Set(new("kind", item.Place, new YamlScalar(item.Place, YamlValue.String(kind[..^ListSuffix.Length]))));
        item.Set(new("apiVersion", item.Place, apiVersion));
    }
}
