using System.Text.Json;

namespace PodSecurity.Kubernetes.Http;

/// <summary>The parts of a Status object (v1) that explain a refusal.</summary>
/// <param name="Continue">Of an expired list (410): the token with which the list can go on from the newest state.</param>
internal sealed record ServerStatus(string? Reason, string? Message, string? Continue)
{
    /// <summary>Null when the body is no Status object.</summary>
    public static ServerStatus? Parse(ReadOnlyMemory<byte> body)
    {
        try
        {
            using var document = JsonDocument.Parse(body);
            var root = document.RootElement;
            if (root.ValueKind != JsonValueKind.Object || Text(root, "kind") != "Status")
            {
                return null;
            }
            var hasMetadata = root.TryGetProperty("metadata", out var metadata) && metadata.ValueKind == JsonValueKind.Object;
            return new(Text(root, "reason"), Text(root, "message"), hasMetadata ? Text(metadata, "continue") : null);
        }
        catch (Exception broken) when (broken is JsonException or InvalidOperationException)
        {
            return null;
        }
    }

    private static string? Text(JsonElement parent, string name) =>
        parent.TryGetProperty(
            name, out var value) && value.ValueKind == JsonValueKind.String && value.GetString() is { Length: > 0 } text ? text : null;
}
