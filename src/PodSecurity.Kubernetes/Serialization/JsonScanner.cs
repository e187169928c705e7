using PodSecurity.Manifests;

namespace PodSecurity.Kubernetes.Serialization;

/// <summary>
/// Steps through JSON text value by value, with faults that name the place. Looks only for where values end; what they hold is checked
/// once, by the decoder.
/// </summary>
internal sealed class JsonScanner(Utf8Input input)
{
    public Utf8Input Input => input;

    /// <summary>Passes the name of a field and its colon; the value is next.</summary>
    public string ReadName()
    {
        if (JsonText.PeekToken(input) != '"')
        {
            throw Unexpected("a field name");
        }
        var start = input.SinceMark.Length;
        PassValue();
        var name = StringSince(start) ?? "";
        if (JsonText.PeekToken(input) != ':')
        {
            throw Unexpected("':'");
        }
        input.Advance(1);
        JsonText.PeekToken(input);
        return name;
    }

    /// <summary>The value that was passed from there; null when it is no string.</summary>
    public string? StringSince(int start) => JsonOutline.StringOf(input.SinceMark[start..]);

    public void PassValue()
    {
        var start = input.SinceMark.Length;
        if (!JsonText.PassValue(input))
        {
            throw Truncated();
        }
        if (input.SinceMark.Length == start)
        {
            throw Unexpected("a value");
        }
    }

    /// <summary>Whether a comma follows, which is passed, and not the end.</summary>
    public bool PassComma(char end)
    {
        var token = JsonText.PeekToken(input);
        if (token == end)
        {
            return false;
        }
        if (token != ',')
        {
            throw Unexpected($"',' or '{end}'");
        }
        input.Advance(1);
        return true;
    }

    public void PassEnd(char end)
    {
        if (JsonText.PeekToken(input) != end)
        {
            throw Unexpected($"'{end}'");
        }
        input.Advance(1);
    }

    public ManifestException Unexpected(string expected) =>
        EarlierFault() ?? (input.Peek() < 0 ? Truncated() : Syntax($"expected {expected}, found {Describe(input.Ahead[0])}"));

    public ManifestException Syntax(string problem) => ManifestErrors.Syntax(input.Origin, input.Place, $"invalid JSON: {problem}");

    /// <summary>The input ends inside a value.</summary>
    private ManifestException Truncated() => EarlierFault() ?? Syntax($"it ends inside what starts in line {input.MarkPlace.Line}");

    /// <summary>What shows here may have its reason before, such as a quote that is missing.</summary>
    private ManifestException? EarlierFault()
    {
        if (input.SinceMark is not [(byte)'{' or (byte)'[', ..])
        {
            return null;
        }
        var json = input.SinceMark.ToArray();
        var source = new DocumentSource(input.Origin, input.MarkPlace.Line);
        try
        {
            ManifestSyntax.Check(new(json, source, new JsonPositions(json, input.MarkPlace)), isComplete: false);
            return null;
        }
        catch (ManifestException fault)
        {
            return fault;
        }
    }

    private static string Describe(byte value) => value is > 0x20 and < 0x7F ? $"'{(char)value}'" : $"the byte 0x{value:X2}";
}
