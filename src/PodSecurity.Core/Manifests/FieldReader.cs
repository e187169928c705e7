using System.Text;
using System.Text.Json;

namespace PodSecurity.Manifests;

/// <summary>
/// Walks the fields of a document as the API server's decoder does: field names are case-sensitive, null is the same as absent,
/// a later duplicate wins, and a value of the wrong type is an error that names its place.
/// </summary>
internal ref struct FieldReader
{
    /// <summary>As deep as the API server's own decoder goes.</summary>
    public static readonly JsonReaderOptions Options = new() { MaxDepth = 10_000 };

    private readonly ManifestDocument _document;
    private Utf8JsonReader _json;

    /// <summary>The next value has been stepped onto already, to see whether there is one.</summary>
    private bool _isAhead;

    public FieldReader(ManifestDocument document)
    {
        _document = document;
        _json = new Utf8JsonReader(document.Json.Span, Options);
    }

    /// <summary>Steps into the object that is the next value; false when that value is null.</summary>
    public bool EnterObject() => Enter(JsonTokenType.StartObject, "an object");

    /// <summary>Steps into the list that is the next value; false when that value is null.</summary>
    public bool EnterList() => Enter(JsonTokenType.StartArray, "a list");

    /// <summary>Moves to the next field of the current object; false, and out of the object, at its end.</summary>
    public bool NextField(out ReadOnlySpan<byte> name)
    {
        Read();
        if (_json.TokenType == JsonTokenType.EndObject)
        {
            name = default;
            return false;
        }
        name = _json.ValueIsEscaped ? Unescaped() : _json.ValueSpan;
        return true;
    }

    /// <summary>Whether the current list has one more item, which the next call reads; false, and out of the list, at its end.</summary>
    public bool NextItem()
    {
        Read();
        return _isAhead = _json.TokenType != JsonTokenType.EndArray;
    }

    /// <summary>Passes over the next value, whatever it is.</summary>
    public void SkipValue()
    {
        Read();
        _json.Skip();
    }

    public string? ReadString()
    {
        Read();
        return _json.TokenType switch
        {
            JsonTokenType.String => Text(),
            JsonTokenType.Null => null,
            _ => throw Wrong("a string"),
        };
    }

    /// <summary>One string field of the object that is the next value; the rest of the object is passed over.</summary>
    public string? ReadFieldString(ReadOnlySpan<byte> field)
    {
        string? value = null;
        if (!EnterObject())
        {
            return null;
        }
        while (NextField(out var name))
        {
            if (name.SequenceEqual(field)) { value = ReadString(); }
            else { SkipValue(); }
        }
        return value;
    }

    /// <summary>Passes over a string that nobody needs; still an error when it is something else.</summary>
    public void SkipString()
    {
        Read();
        if (_json.TokenType is not (JsonTokenType.String or JsonTokenType.Null))
        {
            throw Wrong("a string");
        }
    }

    /// <summary>Whether the next value, a string, is this one; null is the empty string.</summary>
    public bool ReadIsString(ReadOnlySpan<byte> text)
    {
        SkipString();
        return _json.TokenType == JsonTokenType.Null ? text.IsEmpty : _json.ValueTextEquals(text);
    }

    /// <summary>Whether the next value, whatever its type, is written like this.</summary>
    public bool ReadIs(string literal)
    {
        Read();
        var isIt = Ascii.Equals(_json.ValueSpan, literal) && _json.TokenType is not (JsonTokenType.String or JsonTokenType.PropertyName);
        _json.Skip();
        return isIt;
    }

    public bool? ReadBool()
    {
        Read();
        return _json.TokenType switch
        {
            JsonTokenType.True => true,
            JsonTokenType.False => false,
            JsonTokenType.Null => null,
            _ => throw Wrong("true or false"),
        };
    }

    public long? ReadInt64()
    {
        Read();
        if (_json.TokenType == JsonTokenType.Null)
        {
            return null;
        }
        return _json.TokenType == JsonTokenType.Number && _json.TryGetInt64(out var value) ? value : throw Wrong("a 64-bit integer");
    }

    public int? ReadInt32()
    {
        Read();
        if (_json.TokenType == JsonTokenType.Null)
        {
            return null;
        }
        return _json.TokenType == JsonTokenType.Number && _json.TryGetInt32(out var value) ? value : throw Wrong("a 32-bit integer");
    }

    /// <summary>The strings of the next list; null when it is absent or empty. A null among them is an empty string.</summary>
    public IReadOnlyList<string>? ReadStrings()
    {
        if (!EnterList() || !NextItem())
        {
            return null;
        }
        var items = new List<string>(4);
        do
        {
            items.Add(ReadString() ?? "");
        }
        while (NextItem());
        return items;
    }

    /// <summary>The integers of the next list; null when it is absent. A null among them is 0.</summary>
    public IReadOnlyList<long>? ReadInt64s()
    {
        if (!EnterList())
        {
            return null;
        }
        if (!NextItem())
        {
            return [];
        }
        var items = new List<long>(4);
        do
        {
            items.Add(ReadInt64() ?? 0);
        }
        while (NextItem());
        return items;
    }

    /// <summary>Whether fields of these names lead from here to a list. Moves nothing and minds no types on the way.</summary>
    public readonly bool HasList(params ReadOnlySpan<string> path)
    {
        var ahead = _json;
        foreach (var name in path)
        {
            if (!ahead.Read() || ahead.TokenType != JsonTokenType.StartObject || !Find(ref ahead, name))
            {
                return false;
            }
        }
        return ahead.Read() && ahead.TokenType == JsonTokenType.StartArray;
    }

    /// <summary>Reads on to the end, so that broken syntax after the last field of interest is found too.</summary>
    public void ReadToEnd()
    {
        while (_json.Read()) { }
    }

    private static bool Find(ref Utf8JsonReader json, string name)
    {
        while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
        {
            if (json.ValueTextEquals(name))
            {
                return true;
            }
            json.Read();
            json.Skip();
        }
        return false;
    }

    private bool Enter(JsonTokenType start, string expected)
    {
        Read();
        if (_json.TokenType == start)
        {
            return true;
        }
        return _json.TokenType == JsonTokenType.Null ? false : throw Wrong(expected);
    }

    private void Read()
    {
        if (!_isAhead)
        {
            _json.Read();
        }
        _isAhead = false;
    }

    private readonly string Text()
    {
        if (!_json.ValueIsEscaped)
        {
            return Utf8Strings.Get(_json.ValueSpan);
        }
        try
        {
            return _json.GetString()!;
        }
        catch (InvalidOperationException)
        {
            throw Wrong("a string of valid Unicode");
        }
    }

    private readonly ReadOnlySpan<byte> Unescaped()
    {
        var buffer = new byte[_json.ValueSpan.Length];
        return buffer.AsSpan(0, _json.CopyString(buffer));
    }

    private readonly ManifestException Wrong(string expected) => ManifestFault.WrongType(_document, in _json, expected);
}
