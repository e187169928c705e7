using System.Text.Json;

namespace PodSecurity.Kubernetes.Serialization;

/// <summary>What can be seen of an object at a glance. Broken JSON is for the decoder to report.</summary>
/// <param name="IsTyped">It starts by saying its kind or API version, or it is no object.</param>
/// <param name="IsList">It is a list in its turn, or looks like one until its kind has been read.</param>
internal readonly record struct JsonOutline(bool IsTyped, bool IsList)
{
    /// <summary>As much of an object as is looked at.</summary>
    public const int Length = 512;

    /// <param name="start">The beginning of a value; more may follow.</param>
    public static JsonOutline Of(ReadOnlySpan<byte> start)
    {
        var reader = new Utf8JsonReader(start, isFinalBlock: false, default);
        try
        {
            return reader.Read() && reader.TokenType == JsonTokenType.StartObject ? Read(ref reader) : new(true, false);
        }
        catch (Exception error) when (error is JsonException or InvalidOperationException)
        {
            return new(true, false);
        }
    }

    /// <summary>The text of a JSON string; null for any other value.</summary>
    public static string? StringOf(ReadOnlySpan<byte> json)
    {
        var reader = new Utf8JsonReader(json);
        try
        {
            return reader.Read() && reader.TokenType == JsonTokenType.String ? reader.GetString() : null;
        }
        catch (Exception error) when (error is JsonException or InvalidOperationException)
        {
            return null;
        }
    }

    private static JsonOutline Read(ref Utf8JsonReader reader)
    {
        var isTyped = false;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (reader.ValueTextEquals("kind"u8))
            {
                return new(true, reader.Read() && reader.TokenType == JsonTokenType.String && reader.ValueSpan.EndsWith("List"u8));
            }
            if (reader.ValueTextEquals("items"u8))
            {
                return new(true, reader.Read() && reader.TokenType == JsonTokenType.StartArray);
            }
            // these fields usually come first; an object where they do not is not searched to its end
            if (!reader.ValueTextEquals("apiVersion"u8))
            {
                break;
            }
            isTyped = true;
            if (!reader.Read() || !reader.TrySkip())
            {
                break;
            }
        }
        return new(isTyped, false);
    }
}
