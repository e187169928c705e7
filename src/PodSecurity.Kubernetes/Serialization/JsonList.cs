using PodSecurity.Manifests;

namespace PodSecurity.Kubernetes.Serialization;

/// <summary>A list whose items are being read: an array, or an object that has its items in a field.</summary>
/// <param name="isNested">It is an item of another list. Only there an object with items can be something else than a list.</param>
internal sealed class JsonList(bool isNested)
{
    private const string ItemsField = "items";

    private string? _kind;
    private string? _apiVersion;
    private bool _hasFields;

    /// <summary>It is an object that has had a field with items.</summary>
    public bool IsList { get; private set; }

    public bool IsObject { get; set; }

    /// <summary>The items that are being read; null before and after them.</summary>
    public JsonItems? Items { get; set; }

    /// <summary>What items that do not name their type lack; null when the list does not say either.</summary>
    public TypeFields? MissingType { get; private set; }

    /// <summary>Reads fields of the object up to its items; false, and behind the object, when none come any more.</summary>
    public bool ReadFields(JsonScanner json)
    {
        while (_hasFields ? json.PassComma('}') : JsonText.PeekToken(json.Input) != '}')
        {
            _hasFields = true;
            var name = json.ReadName();
            if (IsItems(name, json))
            {
                StartItems(json);
                if (Items is not null)
                {
                    return true;
                }
                continue;
            }
            var value = json.Input.SinceMark.Length;
            json.PassValue();
            ReadType(name, value, json);
            if (IsList)
            {
                json.Input.Mark();
            }
        }
        json.PassEnd('}');
        return false;
    }

    private bool IsItems(string name, JsonScanner json)
    {
        if (isNested)
        {
            return name == ItemsField && json.Input.Peek() == '[' && (_kind is null || ManifestType.IsList(_kind));
        }
        if (name != ItemsField && name.Equals(ItemsField, StringComparison.OrdinalIgnoreCase))
        {
            throw json.Syntax(
                $"some releases of kubectl take '{name}' for '{ItemsField}', others do not: write it in small letters or take it out");
        }
        return name == ItemsField;
    }

    private void StartItems(JsonScanner json)
    {
        if (IsList)
        {
            throw json.Syntax($"'{ItemsField}' is there twice, and only the last counts");
        }
        IsList = true;
        if (json.Input.Peek() == '[')
        {
            MissingType = ManifestType.OfItems(_kind, _apiVersion) is { } type ? new TypeFields(type) : null;
            json.Input.Advance(1);
            Items = new JsonItems(json);
            return;
        }
        var start = json.Input.SinceMark.Length;
        json.PassValue();
        if (!json.Input.SinceMark[start..].SequenceEqual("null"u8))
        {
            throw json.Syntax($"'{ItemsField}' must be a list");
        }
    }

    private void ReadType(string name, int value, JsonScanner json)
    {
        switch (name)
        {
            case "kind":
                var kind = json.StringSince(value);
                // the items are gone already, under what was known then
                if (IsList && ((_kind is not null && kind != _kind) || (isNested && !ManifestType.IsList(kind))))
                {
                    throw json.Syntax($"the kind '{kind}' stands behind items that were read as those of a list");
                }
                _kind = kind;
                break;
            case "apiVersion":
                _apiVersion = json.StringSince(value);
                break;
        }
    }
}
