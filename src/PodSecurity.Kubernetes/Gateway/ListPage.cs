using System.Text.Json;
using PodSecurity.Api;
using PodSecurity.Kubernetes.Http;
using PodSecurity.Kubernetes.Serialization;
using PodSecurity.Manifests;

namespace PodSecurity.Kubernetes.Gateway;

/// <summary>One object of a list, as its own array, so that whoever keeps it does not keep the page.</summary>
/// <param name="Key">NAMESPACE/NAME.</param>
internal readonly record struct ListItem(byte[] Json, string Key);

/// <summary>
/// A page of a list in the server's JSON. Items are cut out one by one; since the server leaves kind and apiVersion out of the items
/// of a list, they are put in.
/// </summary>
internal sealed class ListPage : IDisposable
{
    /// <summary>No server takes a longer address.</summary>
    private const int LongestToken = 16 * 1024;

    private readonly ApiResponse _response;
    private readonly ResourceType _type;
    private readonly TypeFields _typeFields;
    private readonly JsonScanner _json;
    private readonly JsonItems? _items;

    /// <exception cref="JsonException">This is no list.</exception>
    public ListPage(ApiResponse response, ResourceType type)
    {
        (_response, _type, _typeFields) = (response, type, new(new(type.ApiVersion, type.Kind)));
        var start = ReadHeader();
        _json = new(new Utf8Input(response.Body[(start ?? 0)..], "the answer", CancellationToken.None));
        _items = start is null ? null : new(_json);
    }

    /// <summary>The token of the next page; null after the last.</summary>
    public string? Continue { get; private set; }

    /// <summary>The next item of this page.</summary>
    /// <exception cref="ManifestException">The list is broken.</exception>
    public bool TryRead(out ListItem item)
    {
        item = default;
        if (_items is null || !_items.MoveNext())
        {
            return false;
        }
        if (_json.Input.Peek() != '{')
        {
            throw _json.Unexpected("an object");
        }
        _json.PassValue();
        var json = _json.Input.SinceMark;
        var (hasType, key) = ReadHead(json);
        item = new(hasType ? json.ToArray() : _typeFields.AddTo(json), key);
        return true;
    }

    public ApiResponse Response => _response;

    public void Dispose() => _response.Dispose();

    private ReadOnlySpan<byte> Body => _response.Body.Span;

    /// <summary>
    /// Finds the items, behind their bracket, and the token. Servers write the metadata first; where they do not, the items are passed over
    /// once.
    /// </summary>
    private int? ReadHeader()
    {
        var reader = new Utf8JsonReader(Body);
        int? items = null;
        var hasMetadata = false;
        Expect(reader.Read() && reader.TokenType == JsonTokenType.StartObject);
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (reader.ValueTextEquals("items"u8))
            {
                Expect(reader.Read() && reader.TokenType is JsonTokenType.StartArray or JsonTokenType.Null);
                if (reader.TokenType == JsonTokenType.StartArray)
                {
                    items = (int)reader.BytesConsumed;
                }
                if (hasMetadata)
                {
                    return items;
                }
                reader.Skip();
            }
            else if (reader.ValueTextEquals("metadata"u8))
            {
                Expect(reader.Read() && reader.TokenType == JsonTokenType.StartObject);
                hasMetadata = true;
                Continue = ReadContinue(ref reader);
                if (items is not null)
                {
                    return items;
                }
            }
            else if (reader.ValueTextEquals("kind"u8))
            {
                Expect(reader.Read() && reader.TokenType == JsonTokenType.String && reader.ValueTextEquals($"{_type.Kind}List"));
            }
            else if (reader.ValueTextEquals("apiVersion"u8))
            {
                Expect(reader.Read() && reader.TokenType == JsonTokenType.String && reader.ValueTextEquals(_type.ApiVersion));
            }
            else
            {
                reader.Skip();
            }
        }

        Expect(hasMetadata);
        return items;
    }

    /// <summary>
    /// Whether an item names its own type, and which object it is. Servers write both first, so only the beginning of the item is looked
    /// at; whether all of it is sound is for the decoder to say.
    /// </summary>
    private (bool HasType, string Key) ReadHead(ReadOnlySpan<byte> item)
    {
        var reader = new Utf8JsonReader(item);
        var hasType = false;
        reader.Read();
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (reader.ValueTextEquals("metadata"u8))
            {
                return (hasType, reader.Read() && reader.TokenType == JsonTokenType.StartObject ? ReadKey(ref reader) : "");
            }
            hasType |= reader.ValueTextEquals("kind"u8);
            reader.Skip();
        }

        return (hasType, "");
    }

    private string ReadKey(ref Utf8JsonReader reader)
    {
        string? name = null, @namespace = _type.Namespaced ? null : "";
        while ((name is null || @namespace is null) && reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var (isName, isNamespace) = (reader.ValueTextEquals("name"u8), reader.ValueTextEquals("namespace"u8));
            reader.Read();
            if (isName && reader.TokenType == JsonTokenType.String)
            {
                name = reader.GetString();
            }
            else if (isNamespace && reader.TokenType == JsonTokenType.String)
            {
                @namespace = reader.GetString();
            }
            else
            {
                reader.Skip();
            }
        }

        return $"{@namespace}/{name}";
    }

    /// <summary>The token in the metadata that the reader stands on; the reader goes to their end.</summary>
    /// <exception cref="JsonException">The token is nothing that can be sent back: a list that ended here would not be whole.</exception>
    private static string? ReadContinue(ref Utf8JsonReader reader)
    {
        string? result = null;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var isToken = reader.ValueTextEquals("continue"u8);
            reader.Read();
            if (isToken)
            {
                Expect(reader.TokenType is JsonTokenType.String or JsonTokenType.Null && reader.ValueSpan.Length <= LongestToken);
                result = reader.GetString();
            }
            else
            {
                reader.Skip();
            }
        }
        return string.IsNullOrEmpty(result) ? null : result;
    }

    private static void Expect(bool condition)
    {
        if (!condition)
        {
            throw new JsonException();
        }
    }
}
