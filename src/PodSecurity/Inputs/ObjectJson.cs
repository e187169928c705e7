using System.Buffers;
using System.Collections;
using System.Globalization;
using System.Management.Automation;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;

namespace PodSecurity.Inputs;

/// <summary>
/// Writes what PowerShell users hold in variables as JSON: hashtables, what ConvertFrom-Json gives, models of KubernetesClient and of other
/// libraries that describe their JSON with System.Text.Json attributes.
/// </summary>
internal static class ObjectJson
{
    // Deeper than any manifest; an object that refers to itself ends here instead of exhausting the stack.
    private const int MaxDepth = 64;

    private static readonly JsonSerializerOptions Models = new() { DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull };

    /// <exception cref="JsonException">The value cannot be written as JSON.</exception>
    public static ReadOnlyMemory<byte> Write(object value)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer, new() { MaxDepth = MaxDepth }))
        {
            Write(writer, value);
        }
        return buffer.WrittenMemory;
    }

    private static void Write(Utf8JsonWriter writer, object? value)
    {
        if (writer.CurrentDepth > MaxDepth - 2)
        {
            throw new JsonException($"The object is nested deeper than {MaxDepth} levels.");
        }

        switch (value is PSObject wrapped ? wrapped.BaseObject : value)
        {
            case null: writer.WriteNullValue(); break;
            case string text: writer.WriteStringValue(text); break;
            case bool flag: writer.WriteBooleanValue(flag); break;
            // ConvertFrom-Json makes dates of timestamps; Kubernetes writes them so.
            case DateTime time: writer.WriteStringValue(
                time.ToUniversalTime().ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture)); break;
            case IDictionary map: WriteMap(
                writer, map.Cast<DictionaryEntry>().Select(entry => (entry.Key.ToString() ?? "", entry.Value))); break;
            case PSCustomObject: WriteMap(
                writer, ((PSObject)value!).Properties.Select(property => (property.Name, (object?)property.Value))); break;
            case JsonNode node: node.WriteTo(writer); break;
            case IEnumerable list: WriteList(writer, list); break;
            case var other: JsonSerializer.Serialize(writer, other, other.GetType(), Models); break;
        }
    }

    private static void WriteMap(Utf8JsonWriter writer, IEnumerable<(string Name, object? Value)> fields)
    {
        writer.WriteStartObject();
        foreach (var (name, value) in fields)
        {
            writer.WritePropertyName(name);
            Write(writer, value);
        }
        writer.WriteEndObject();
    }

    private static void WriteList(Utf8JsonWriter writer, IEnumerable list)
    {
        writer.WriteStartArray();
        foreach (var item in list)
        {
            Write(writer, item);
        }
        writer.WriteEndArray();
    }
}
