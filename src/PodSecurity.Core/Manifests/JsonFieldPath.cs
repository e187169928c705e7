using System.Text;
using System.Text.Json;

namespace PodSecurity.Manifests;

/// <summary>Finds the path of a place in a document, the way Kubernetes writes it: <c>spec.containers[0].securityContext</c>.</summary>
internal static class JsonFieldPath
{
    /// <summary>The path of the value that starts at the offset. Walks the document, so it is for errors only.</summary>
    public static string At(ReadOnlySpan<byte> json, long offset)
    {
        var reader = new Utf8JsonReader(json, FieldReader.Options);
        var path = new List<Step>();
        while (reader.Read() && reader.TokenStartIndex <= offset)
        {
            switch (reader.TokenType)
            {
                case JsonTokenType.PropertyName:
                    path[^1] = path[^1] with { Name = Encoding.UTF8.GetString(reader.ValueSpan) };
                    continue;
                case JsonTokenType.EndObject or JsonTokenType.EndArray:
                    path.RemoveAt(path.Count - 1);
                    continue;
            }
            if (path.Count > 0 && path[^1].Name is null)
            {
                path[^1] = path[^1] with { Index = path[^1].Index + 1 };
            }
            if (reader.TokenStartIndex == offset)
            {
                break;
            }
            if (reader.TokenType is JsonTokenType.StartObject)
            {
                path.Add(new("", -1));
            }
            if (reader.TokenType is JsonTokenType.StartArray)
            {
                path.Add(new(null, -1));
            }
        }
        return Format(path);
    }

    private static string Format(List<Step> path) =>
        path.Count == 0 ? "document" : string.Concat(
            path.Select(step => step.Name is null ? $"[{step.Index}]" : $".{step.Name}")).TrimStart(
            '.');

    /// <summary>A field of an object, or, without a name, an item of a list.</summary>
    private readonly record struct Step(string? Name, int Index);
}
