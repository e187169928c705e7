using System.Collections.ObjectModel;

namespace PodSecurity.Kubernetes.Serialization;

/// <summary>A part of a YAML document. Aliases make it a graph without cycles.</summary>
internal abstract class YamlNode(TextPlace place)
{
    public TextPlace Place { get; } = place;
}

/// <summary>A scalar as JSON will have it.</summary>
internal sealed class YamlScalar(TextPlace place, YamlValue value) : YamlNode(place)
{
    public YamlValue Value { get; } = value;
}

internal sealed class YamlSequence(TextPlace place) : YamlNode(place)
{
    public List<YamlNode> Items { get; } = [];
}

/// <summary>Fields in their order; a later one of the same name takes the place of the former.</summary>
internal sealed class YamlMapping(TextPlace place) : YamlNode(place)
{
    private readonly OrderedFields _fields = new();

    public IReadOnlyList<YamlField> Fields => _fields;

    public void Set(YamlField field) => _fields.Set(field);

    /// <summary>The value of a field; null when there is none of that name.</summary>
    public YamlNode? ValueOf(string name) => _fields.TryGetValue(name, out var field) ? field.Value : null;

    /// <summary>The text of a field; null when it is absent or no text.</summary>
    public string? StringOf(string name) => ValueOf(name) is YamlScalar { Value: { Kind: YamlValueKind.String, Text: var text } } ? text : null;

    private sealed class OrderedFields : KeyedCollection<string, YamlField>
    {
        public void Set(YamlField field)
        {
            if (TryGetValue(field.Name, out var former)) SetItem(IndexOf(former), field);
            else Add(field);
        }

        protected override string GetKeyForItem(YamlField item) => item.Name;
    }
}

internal sealed record YamlField(string Name, TextPlace Place, YamlNode Value);
