using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace PodSecurity.Api.Decoding;

/// <summary>Kubernetes' JSON for the objects that this module reads and writes whole: camelCase, absent instead of null or false.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingDefault,
    UseStringEnumConverter = true,
    Converters = [typeof(FalseForNull), typeof(ZeroForNull), typeof(LongZeroForNull)])]
[JsonSerializable(typeof(PodSecurityPolicy))]
[JsonSerializable(typeof(RbacRole))]
[JsonSerializable(typeof(RbacBinding))]
public sealed partial class KubernetesJson : JsonSerializerContext
{
    /// <summary>For people: indented, characters such as &lt; and ' as they are.</summary>
    public static JsonSerializerOptions Readable { get; } = new()
    {
        WriteIndented = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };
}
