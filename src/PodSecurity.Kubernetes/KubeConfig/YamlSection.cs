using System.Globalization;
using System.Text.Json.Nodes;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace PodSecurity.Kubernetes.KubeConfig;

/// <summary>A mapping of a kubeconfig file, read with errors that name file and line. Absent and null mean the same.</summary>
internal sealed class YamlSection(YamlMappingNode node, string file)
{
    public string File => file;

    public string? Text(string key) => Find(key) switch
    {
        null => null,
        YamlScalarNode { Value.Length: > 0 } scalar => scalar.Value,
        YamlScalarNode => null,
        var other => throw Wrong(other, key, "a text"),
    };

    public string RequiredText(string key) => Text(key) ?? throw Error(node, $"'{key}' is missing");

    /// <summary>A path; a relative one starts at the folder of the file that holds it, as kubectl reads it.</summary>
    public string? PathOf(string key) => Text(key) is { } path ? Resolve(path) : null;

    public string Resolve(string path) => Path.Combine(Path.GetDirectoryName(file) ?? "", path);

    public bool Flag(string key) => Find(key) switch
    {
        null => false,
        YamlScalarNode { Value: "true" } => true,
        YamlScalarNode { Value: "false" } => false,
        var other => throw Wrong(other, key, "true or false"),
    };

    public YamlSection? Section(string key) => Find(key) is { } value ? AsSection(value, key) : null;

    public IEnumerable<YamlSection> Sections(string key) => Items(key).Select(item => AsSection(item, key));

    public IReadOnlyList<string> Texts(string key) =>
        [.. Items(key).Select(item => item is YamlScalarNode scalar ? scalar.Value ?? "" : throw Wrong(item, key, "a list of texts"))];

    public IReadOnlyDictionary<string, IReadOnlyList<string>> TextLists(string key) => Section(key) is { } section
        ? section.Keys.ToDictionary(name => name, section.Texts, StringComparer.Ordinal)
        : new Dictionary<string, IReadOnlyList<string>>();

    public JsonNode? Json(string key) => Find(key) is { } value ? ToJson(value) : null;

    public Cluster.ClusterException Error(string problem) => Error(node, problem);

    private IEnumerable<string> Keys => node.Children.Keys.OfType<YamlScalarNode>().Select(key => key.Value ?? "");

    private YamlNode? Find(string key) =>
        node.Children.TryGetValue(new YamlScalarNode(key), out var value) && !IsNull(value) ? value : null;

    private static bool IsNull(YamlNode value) => value is YamlScalarNode { Style: ScalarStyle.Plain, Value: "" or "~" or "null" };

    private IEnumerable<YamlNode> Items(string key) => Find(key) switch
    {
        null => [],
        YamlSequenceNode sequence => sequence.Children,
        var other => throw Wrong(other, key, "a list"),
    };

    private YamlSection AsSection(YamlNode value, string key) =>
        value is YamlMappingNode mapping ? new(mapping, file) : throw Wrong(value, key, "a mapping");

    private Cluster.ClusterException Wrong(YamlNode at, string key, string expected) => Error(at, $"'{key}' must be {expected}");

    private Cluster.ClusterException Error(YamlNode at, string problem) => KubeConfigErrors.Broken(file, (int)at.Start.Line, problem);

    private static JsonNode? ToJson(YamlNode value) => value switch
    {
        YamlMappingNode mapping => new JsonObject(mapping.Children.Select(pair => KeyValuePair.Create(pair.Key.ToString(), ToJson(pair.Value)))),
        YamlSequenceNode sequence => new JsonArray([.. sequence.Children.Select(ToJson)]),
        YamlScalarNode scalar when IsNull(scalar) => null,
        YamlScalarNode { Style: ScalarStyle.Plain, Value: "true" or "false" } flag => flag.Value == "true",
        YamlScalarNode { Style: ScalarStyle.Plain } plain when long.TryParse(plain.Value, CultureInfo.InvariantCulture, out var number) => number,
        YamlScalarNode scalar => scalar.Value,
        _ => null,
    };
}
