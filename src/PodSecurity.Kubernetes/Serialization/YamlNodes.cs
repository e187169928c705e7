namespace PodSecurity.Kubernetes.Serialization;

/// <summary>A part of a YAML document. Aliases make it a graph without cycles.</summary>
internal abstract class YamlNode(TextPlace place)
{
    public TextPlace Place { get; } = place;

    /// <summary>How many nodes it is, itself included, with all aliases expanded.</summary>
    public long Weight { get; private set; } = 1;

    /// <summary>How many levels of objects and lists it has, itself included.</summary>
    public int Height { get; private set; } = 1;

    /// <summary>Counts a part of this node.</summary>
    public void Count(YamlNode part, int weight = 0)
    {
        Weight += weight + part.Weight;
        Height = Math.Max(Height, 1 + part.Height);
    }
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
    /// <summary>So many names are found as fast without an index.</summary>
    private const int WithoutIndex = 8;

    private readonly List<YamlField> _fields = [];
    private Dictionary<string, int>? _index;

    public IReadOnlyList<YamlField> Fields => _fields;

    public void Set(YamlField field)
    {
        var at = IndexOf(field.Name);
        if (at >= 0)
        {
            _fields[at] = field;
            return;
        }
        _fields.Add(field);
        if (_index is not null || _fields.Count > WithoutIndex)
        {
            Index();
        }
    }

    /// <summary>The value of a field; null when there is none of that name.</summary>
    public YamlNode? ValueOf(string name) => IndexOf(name) is >= 0 and var at ? _fields[at].Value : null;

    /// <summary>The text of a field; null when it is absent or no text.</summary>
    public string? StringOf(string name) =>
        ValueOf(name) is YamlScalar { Value: { Kind: YamlValueKind.String, Text: var text } } ? text : null;

    private int IndexOf(string name) =>
        _index is null ? _fields.FindIndex(field => field.Name == name) : _index.GetValueOrDefault(name, -1);

    /// <summary>Adds the fields that are not in the index yet.</summary>
    private void Index()
    {
        _index ??= new(StringComparer.Ordinal);
        for (var i = _index.Count; i < _fields.Count; i++)
        {
            _index.Add(_fields[i].Name, i);
        }
    }
}

internal sealed record YamlField(string Name, TextPlace Place, YamlNode Value);
