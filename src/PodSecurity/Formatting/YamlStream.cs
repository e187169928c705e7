using System.Text.Json.Nodes;
using PodSecurity.Kubernetes.Serialization;

namespace PodSecurity.Formatting;

/// <summary>Objects as YAML that kubectl applies: one text for each, so that together they are a stream of documents.</summary>
internal static class YamlStream
{
    public static IEnumerable<string> Of(IEnumerable<JsonNode> objects) =>
        objects.Select((value, index) => (index == 0 ? "" : "---\n") + ManifestWriter.ToYaml(value).TrimEnd('\n'));
}
