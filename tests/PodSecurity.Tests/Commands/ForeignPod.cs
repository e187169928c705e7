using System.Text.Json.Serialization;

namespace PodSecurity.Tests.Commands;

/// <summary>A model as client libraries have them: JSON names in attributes, the type in constants, nothing of ours.</summary>
public sealed class ForeignPod(string name)
{
    public const string KubeApiVersion = "v1";
    public const string KubeKind = "Pod";
    public const string KubeGroup = "";

    [JsonPropertyName("apiVersion")]
    public string? ApiVersion { get; set; }

    [JsonPropertyName("kind")]
    public string? Kind { get; set; }

    [JsonPropertyName("metadata")]
    public Dictionary<string, string> Metadata { get; } = new() { ["name"] = name };

    [JsonPropertyName("spec")]
    public Dictionary<string, object> Spec { get; } =
        new() { ["containers"] = new[] { new Dictionary<string, string> { ["name"] = "main" } } };
}
