using System.Text;
using System.Text.Json;
using System.Text.Unicode;
using PodSecurity.Manifests;

namespace PodSecurity.Kubernetes.Serialization;

/// <summary>
/// Top-level JSON values, one after another (also one a line): objects, lists of objects, and Kubernetes lists, whose items are found
/// without reading the list to its end.
/// </summary>
/// <remarks>Looks only for where objects end; their content is checked once, by the decoder.</remarks>
/// <param name="nesting">How many lists are around this input.</param>
internal sealed class JsonSections(Utf8Input input, int nesting = 0) : IManifestSections
{
    private const string ListSuffix = "List";

    /// <summary>Lists of lists do occur; deeper ones are no manifests, and are left to the decoder.</summary>
    private const int DeepestList = 4;

    /// <summary>The current value has not been read to its end.</summary>
    private bool _isInside;

    public bool HasContent { get; private set; }

    public bool MoveNext()
    {
        if (_isInside) PassToNextObject();
        _isInside = false;
        if (PeekValue() < 0) return false;
        return _isInside = HasContent = true;
    }

    public IEnumerable<ManifestDocument> Documents()
    {
        var documents = input.Peek() switch
        {
            '{' => Object(),
            '[' => Items(kind: null, apiVersion: null),
            _ => throw Unexpected("an object"),
        };
        foreach (var document in documents) yield return document;
        _isInside = false;
    }

    /// <summary>A YAML separator between JSON objects is harmless.</summary>
    private int PeekValue()
    {
        input.Mark();
        while (JsonText.PeekToken(input) == '-' && input.Has(3) && input.Ahead.StartsWith("---"u8)) input.Advance(3);
        return input.Peek();
    }

    /// <summary>After a fault: goes on with the next line that starts with a brace.</summary>
    private void PassToNextObject()
    {
        while (input.Peek() >= 0)
        {
            var length = input.Ahead.IndexOf((byte)'\n');
            input.Advance(length < 0 ? input.Ahead.Length : length + 1);
            input.Mark();
            if (length >= 0 && input.Peek() == '{') return;
        }
    }

    /// <summary>The object at the position, or, when it turns out to be a list, its items.</summary>
    private IEnumerable<ManifestDocument> Object()
    {
        string? kind = null, apiVersion = null;
        var isList = false;
        input.Mark();
        input.Advance(1);
        if (JsonText.PeekToken(input) != '}')
        {
            do
            {
                var name = ReadName();
                // kubectl sorts the fields, so the items can come before the kind
                if (name == "items" && input.Peek() == '[' && kind?.EndsWith(ListSuffix, StringComparison.Ordinal) != false)
                {
                    isList = true;
                    foreach (var item in Items(kind, apiVersion)) yield return item;
                    continue;
                }
                var value = input.SinceMark.Length;
                PassValue();
                if (name == "kind") kind = StringSince(value);
                else if (name == "apiVersion") apiVersion = StringSince(value);
                if (isList) input.Mark();
            }
            while (PassComma('}'));
        }
        PassEnd('}');
        if (!isList) yield return Document(input.Take());
    }

    /// <summary>The items of the list at the position, with their kind put in where only the list says it.</summary>
    private IEnumerable<ManifestDocument> Items(string? kind, string? apiVersion)
    {
        var missing = MissingFields(kind, apiVersion);
        input.Advance(1);
        if (JsonText.PeekToken(input) != ']')
        {
            do
            {
                JsonText.PeekToken(input);
                input.Mark();
                PassValue();
                foreach (var document in Item(missing)) yield return document;
            }
            while (PassComma(']'));
        }
        PassEnd(']');
        input.Mark();
    }

    private IEnumerable<ManifestDocument> Item(byte[]? missing)
    {
        var outline = JsonOutline.Of(input.SinceMark);
        if (outline.IsList && nesting < DeepestList) return NestedItems();
        if (missing is null || outline.IsTyped) return [Document(input.Take())];
        byte[] json = [(byte)'{', .. missing, .. input.SinceMark[1..]];
        return [Document(json, missing.Length)];
    }

    private IEnumerable<ManifestDocument> NestedItems()
    {
        using var nested = new Utf8Input(input.Take(), input.Origin, input.MarkPlace);
        foreach (var item in new JsonSections(nested, nesting + 1).Documents()) yield return item;
    }

    /// <summary>The API server's lists say the kind of their items only in their own.</summary>
    private static byte[]? MissingFields(string? kind, string? apiVersion) =>
        kind is null or ListSuffix || apiVersion is null ? null
            : Encoding.UTF8.GetBytes($"\"kind\":{Quote(kind[..^ListSuffix.Length])},\"apiVersion\":{Quote(apiVersion)},");

    private static string Quote(string text) => $"\"{JsonEncodedText.Encode(text)}\"";

    private ManifestDocument Document(ReadOnlyMemory<byte> json, int inserted = 0)
    {
        if (!Utf8.IsValid(json.Span)) throw ManifestErrors.NotText(input.Origin, input.MarkPlace, "invalid UTF-8 in the object that starts here");
        return Unchecked(json, inserted);
    }

    private ManifestDocument Unchecked(ReadOnlyMemory<byte> json, int inserted = 0) =>
        new(json, new DocumentSource(input.Origin, input.MarkPlace.Line), new JsonPositions(json, input.MarkPlace, inserted));

    private string ReadName()
    {
        if (JsonText.PeekToken(input) != '"') throw Unexpected("a field name");
        var start = input.SinceMark.Length;
        PassValue();
        var name = StringSince(start) ?? "";
        if (JsonText.PeekToken(input) != ':') throw Unexpected("':'");
        input.Advance(1);
        JsonText.PeekToken(input);
        return name;
    }

    /// <summary>The value that was passed from there; null when it is no string.</summary>
    private string? StringSince(int start) => JsonOutline.StringOf(input.SinceMark[start..]);

    private void PassValue()
    {
        var start = input.SinceMark.Length;
        if (!JsonText.PassValue(input)) throw Truncated();
        if (input.SinceMark.Length == start) throw Unexpected("a value");
    }

    /// <summary>Whether a comma follows, which is passed, and not the end.</summary>
    private bool PassComma(char end)
    {
        var token = JsonText.PeekToken(input);
        if (token == end) return false;
        if (token != ',') throw Unexpected($"',' or '{end}'");
        input.Advance(1);
        return true;
    }

    private void PassEnd(char end)
    {
        if (JsonText.PeekToken(input) != end) throw Unexpected($"'{end}'");
        input.Advance(1);
    }

    private ManifestException Unexpected(string expected) =>
        EarlierFault() ?? (input.Peek() < 0 ? Truncated() : Syntax($"expected {expected}, found {Describe(input.Ahead[0])}"));

    /// <summary>The input ends inside a value.</summary>
    private ManifestException Truncated() => EarlierFault() ?? Syntax($"it ends inside what starts in line {input.MarkPlace.Line}");

    private ManifestException Syntax(string problem) => ManifestErrors.Syntax(input.Origin, input.Place, $"invalid JSON: {problem}");

    /// <summary>What shows here may have its reason before, such as a quote that is missing.</summary>
    private ManifestException? EarlierFault()
    {
        if (input.SinceMark is not [(byte)'{' or (byte)'[', ..]) return null;
        try
        {
            ManifestSyntax.Check(Unchecked(input.SinceMark.ToArray()), isComplete: false);
            return null;
        }
        catch (ManifestException fault)
        {
            return fault;
        }
    }

    private static string Describe(byte value) => value is > 0x20 and < 0x7F ? $"'{(char)value}'" : $"the byte 0x{value:X2}";
}
