using System.Text;
using System.Text.Json;

namespace PodSecurity.Manifests;

/// <summary>Makes the errors of decoding: what was found where, in the words of the manifest.</summary>
internal static class ManifestFault
{
    private const int LongestValue = 60;

    /// <summary>The value that the reader stands on is not what its field holds.</summary>
    public static ManifestException WrongType(ManifestDocument document, in Utf8JsonReader json, string expected)
    {
        var offset = json.TokenStartIndex;
        return Field(document, offset, JsonFieldPath.At(document.Json.Span, offset), $"expected {expected}, found {Describe(in json)}");
    }

    /// <summary>The library found a value that does not fit: it names a type of ours and the place where that value ends.</summary>
    public static ManifestException WrongType(ManifestDocument document, JsonException error)
    {
        var end = OffsetOf(document.Json.Span, error);
        var json = new Utf8JsonReader(document.Json.Span, FieldReader.Options);
        while (json.Read() && json.BytesConsumed < end) { }
        return WrongType(document, in json, Expected(error.Message));
    }

    private static string Expected(string message) => message.Split(" Path:")[0] switch
    {
        var type when type.Contains("System.String.", StringComparison.Ordinal) => "a string",
        var type when type.Contains("System.Boolean", StringComparison.Ordinal) => "true or false",
        var type when type.Contains("System.Int32", StringComparison.Ordinal) => "a 32-bit integer",
        var type when type.Contains("System.Int64", StringComparison.Ordinal) => "a 64-bit integer",
        var type when type.Contains("List", StringComparison.Ordinal) => "a list",
        _ => "an object",
    };

    public static ManifestException Field(ManifestDocument document, long offset, string field, string problem, Exception? inner = null) =>
        At(document, offset, "ManifestFieldInvalid", $"{field}: {problem}", inner);

    /// <summary>A field without which this is no Kubernetes object.</summary>
    public static ManifestException Missing(ManifestDocument document, string errorId, string field) =>
        At(document, 0, errorId, $"not a Kubernetes object: no {field}", null);

    /// <summary>The document's JSON is broken.</summary>
    public static ManifestException Syntax(ManifestDocument document, JsonException error) =>
        At(document, OffsetOf(document.Json.Span, error), "ManifestSyntaxInvalid", $"invalid JSON: {FirstSentence(error.Message)}", error);

    /// <summary>Reads something of a document; what the JSON library finds wrong with it is told with its place.</summary>
    public static T Guard<T>(ManifestDocument document, Func<ManifestDocument, T> read)
    {
        try
        {
            return read(document);
        }
        catch (JsonException error)
        {
            throw Syntax(document, error);
        }
        catch (InvalidOperationException error) when (NoText(document, error) is { } fault)
        {
            throw fault;
        }
    }

    /// <summary>The first string that is no text, such as half of a surrogate pair; null when all of them are.</summary>
    public static ManifestException? NoText(ManifestDocument document, Exception? inner = null)
    {
        var json = new Utf8JsonReader(document.Json.Span, FieldReader.Options);
        while (json.Read())
        {
            if (json.TokenType is JsonTokenType.String or JsonTokenType.PropertyName && json.ValueIsEscaped && !IsText(in json))
            {
                return Field(
                    document, json.TokenStartIndex, JsonFieldPath.At(document.Json.Span, json.TokenStartIndex), "expected valid Unicode",
                        inner);
            }
        }
        return null;
    }

    private static bool IsText(in Utf8JsonReader json)
    {
        try
        {
            json.GetString();
            return true;
        }
        catch (InvalidOperationException)
        {
            return false;
        }
    }

    private static ManifestException At(ManifestDocument document, long offset, string errorId, string problem, Exception? inner)
    {
        if (document.Positions is null)
        {
            return new(errorId, $"{document.Source}: {problem}", document.Source, inner);
        }
        var (line, column) = document.Positions.Locate(offset);
        var source = document.Source with { Line = line };
        return new(errorId, $"{source}:{column}: {problem}", source, inner);
    }

    private static long OffsetOf(ReadOnlySpan<byte> json, JsonException error)
    {
        var offset = 0L;
        for (var line = error.LineNumber ?? 0; line > 0; line--)
        {
            offset += json[(int)offset..].IndexOf((byte)'\n') + 1;
        }
        return offset + (error.BytePositionInLine ?? 0);
    }

    /// <summary>The library appends its own position, which counts from the start of the document and from zero.</summary>
    private static string FirstSentence(string message)
    {
        var end = message.IndexOf(" LineNumber:", StringComparison.Ordinal);
        return (end < 0 ? message : message[..end]).TrimEnd('.', ' ');
    }

    private static string Describe(in Utf8JsonReader json) => json.TokenType switch
    {
        JsonTokenType.StartObject => "an object",
        JsonTokenType.StartArray => "a list",
        JsonTokenType.True => "true",
        JsonTokenType.False => "false",
        JsonTokenType.Null => "null",
        JsonTokenType.Number => Shorten(Encoding.UTF8.GetString(json.ValueSpan)),
        _ => $"the string \"{Shorten(Encoding.UTF8.GetString(json.ValueSpan))}\"",
    };

    private static string Shorten(string text) => text.Length <= LongestValue ? text : $"{text[..LongestValue]}...";
}
