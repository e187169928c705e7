using System.Text.Json;
using System.Text.Json.Nodes;
using PodSecurity.Cluster;
using PodSecurity.Kubernetes.Serialization;

namespace PodSecurity.Kubernetes.KubeConfig;

/// <summary>A mapping of a kubeconfig file, read with errors that name file and line. Absent, null and empty text mean the same.</summary>
internal sealed class YamlSection(YamlMapping node, string file)
{
    public string File => file;

    public string? Text(string key) => Find(key) is { } value && TextOf(value, key) is { Length: > 0 } text ? text : null;

    public string RequiredText(string key) => Text(key) ?? throw Error($"'{key}' is missing");

    /// <summary>A path; a relative one starts at the folder of the file that holds it, as kubectl reads it.</summary>
    public string? PathOf(string key) => Text(key) is { } path ? Resolve(path) : null;

    public string Resolve(string path) => PathRules.Current.Resolve(Path.GetDirectoryName(file) ?? "", path);

    public bool Flag(string key) => Find(key) switch
    {
        null => false,
        YamlScalar { Value.Kind: YamlValueKind.True } => true,
        YamlScalar { Value.Kind: YamlValueKind.False } => false,
        var other => throw Wrong(other, key, "true or false"),
    };

    public YamlSection? Section(string key) => Find(key) is { } value ? AsSection(value, key) : null;

    public IEnumerable<YamlSection> Sections(string key) => Items(key).Select(item => AsSection(item, key));

    public IReadOnlyList<string> Texts(string key) => [.. Items(key).Select(item => TextOf(item, key))];

    public IReadOnlyDictionary<string, IReadOnlyList<string>> TextLists(string key) =>
        Section(key) is { } section ? section.Keys.Distinct(StringComparer.Ordinal).ToDictionary(
            name => name, section.Texts) : new Dictionary<string, IReadOnlyList<string>>();

    public JsonNode? Json(string key)
    {
        if (Find(key) is not { } value)
        {
            return null;
        }
        try
        {
            return JsonNode.Parse(YamlJson.Document(value, file).Json.Span);
        }
        catch (JsonException)
        {
            throw Wrong(value, key, "nested less deeply");
        }
    }

    public ClusterException Error(string problem) => Error(node, problem);

    private IEnumerable<string> Keys => node.Fields.Select(entry => entry.Name);

    private YamlNode? Find(string key) =>
        node.ValueOf(key) is { } value and not YamlScalar { Value.Kind: YamlValueKind.Null } ? value : null;

    private string TextOf(YamlNode value, string key) =>
        value is YamlScalar { Value: { Kind: YamlValueKind.String, Text: var text } } ? text : throw Wrong(
            value, key, "text; numbers and words like 'no' need quotes");

    private IEnumerable<YamlNode> Items(string key) => Find(key) switch
    {
        null => [],
        YamlSequence sequence => sequence.Items,
        var other => throw Wrong(other, key, "a list"),
    };

    private YamlSection AsSection(YamlNode value, string key) =>
        value is YamlMapping mapping ? new(mapping, file) : throw Wrong(value, key, "a mapping");

    private ClusterException Wrong(YamlNode at, string key, string expected) => Error(at, $"'{key}' must be {expected}");

    private ClusterException Error(YamlNode at, string problem) => KubeConfigErrors.Broken(file, at.Place.Line, problem);
}
