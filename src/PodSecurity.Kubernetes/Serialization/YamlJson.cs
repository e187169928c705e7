using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using PodSecurity.Manifests;

namespace PodSecurity.Kubernetes.Serialization;

/// <summary>Writes a YAML node as JSON and remembers where each value stood.</summary>
internal sealed class YamlJson : IDisposable
{
    private static readonly JsonWriterOptions Options = new()
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        MaxDepth = ManifestLimits.Depth + 1,
        SkipValidation = true,
    };

    private readonly ArrayBufferWriter<byte> _buffer = new();
    private readonly List<TokenPositions.Token> _tokens = [];
    private readonly Utf8JsonWriter _json;
    private readonly string _origin;
    private readonly TextPlace _start;

    private YamlJson(string origin, TextPlace start)
    {
        _json = new Utf8JsonWriter(_buffer, Options);
        (_origin, _start) = (origin, start);
    }

    public static ManifestDocument Document(YamlNode node, string origin)
    {
        using var json = new YamlJson(origin, node.Place);
        json.Write(node);
        json._json.Flush();
        return new(json._buffer.WrittenSpan.ToArray(), new DocumentSource(origin, node.Place.Line), new TokenPositions([.. json._tokens]));
    }

    public void Dispose() => _json.Dispose();

    private void Write(YamlNode node)
    {
        Remember(node.Place);
        switch (node)
        {
            case YamlScalar scalar:
                WriteScalar(scalar.Value);
                break;
            case YamlSequence sequence:
                _json.WriteStartArray();
                foreach (var item in sequence.Items)
                {
                    Write(item);
                }
                _json.WriteEndArray();
                break;
            case YamlMapping mapping:
                _json.WriteStartObject();
                foreach (var field in mapping.Fields)
                {
                    WriteField(field);
                }
                _json.WriteEndObject();
                break;
        }
    }

    private void WriteField(YamlField field)
    {
        Remember(field.Place);
        _json.WritePropertyName(field.Name);
        Write(field.Value);
    }

    private void WriteScalar(YamlValue value)
    {
        switch (value.Kind)
        {
            case YamlValueKind.Null:
                _json.WriteNullValue();
                break;
            case YamlValueKind.String:
                _json.WriteStringValue(value.Text);
                break;
            default:
                _json.WriteRawValue(value.Text, skipInputValidation: true);
                break;
        }
    }

    private void Remember(TextPlace place)
    {
        var offset = _json.BytesCommitted + _json.BytesPending;
        // the text itself was within the limit, so it is the aliases that make it larger
        if (offset > ManifestLimits.ObjectBytes)
        {
            throw ManifestErrors.AliasesTooLarge(_origin, _start);
        }
        _tokens.Add(new((int)offset, place.Line, place.Column));
    }
}
