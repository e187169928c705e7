using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace PodSecurity.Kubernetes.Serialization;

/// <summary>The parser's events of one document, with its faults in our words and its places in the file.</summary>
internal sealed class YamlEvents(YamlText text, string origin)
{
    private readonly Parser _parser = new(text);

    public ParsingEvent Current { get; private set; } = new StreamStart();

    public string Origin => origin;

    public TextPlace Place => PlaceOf(Current.Start);

    /// <summary>Steps to the next event; false at the end of the stream.</summary>
    public bool MoveNext()
    {
        try
        {
            if (!_parser.MoveNext()) return false;
        }
        catch (YamlException error)
        {
            throw Fault(PlaceOf(error.Start), $"invalid YAML: {Words(error)}", error);
        }
        Current = _parser.Current!;
        return true;
    }

    /// <summary>What is read from here on counts as one object.</summary>
    public void StartObject() => text.StartObject(Place.Line);

    /// <summary>A fault of syntax, or the likely reason for it.</summary>
    public ManifestException Fault(TextPlace place, string problem, Exception? inner = null)
    {
        var line = text.LineAt(place.Line);
        if (line.Contains("{{", StringComparison.Ordinal)) return ManifestErrors.Template(origin, place, inner);
        var indentation = line[..^line.TrimStart().Length];
        var tab = indentation.IndexOf('\t', StringComparison.Ordinal);
        return tab < 0
            ? ManifestErrors.Syntax(origin, place, problem, inner)
            : ManifestErrors.Syntax(origin, place with { Column = tab + 1 }, "invalid YAML: a tab cannot indent; use spaces", inner);
    }

    private TextPlace PlaceOf(Mark mark) => new(text.FirstLine + (int)mark.Line - 1, (int)mark.Column);

    private static string Words(YamlException error)
    {
        var message = error.InnerException?.Message ?? error.Message;
        return message.TrimEnd('.');
    }
}
