using PodSecurity.Manifests;
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
            throw Fault(PlaceOf(error.Start), error.InnerException?.Message ?? error.Message, error);
        }
        catch (Exception error) when (error is InvalidOperationException or ArgumentException or IndexOutOfRangeException)
        {
            // the library means to, but does not say in its own words what is wrong with some broken texts
            throw Fault(new TextPlace(text.LastLine, 1), "a list or mapping is not closed, or a value is malformed", error);
        }
        Current = _parser.Current!;
        return true;
    }

    /// <summary>What is read from here on counts as one object.</summary>
    public void StartObject() => text.StartObject(Place.Line);

    /// <summary>A fault of syntax, or the likely reason for it.</summary>
    public ManifestException Fault(TextPlace place, string problem, Exception? inner = null)
    {
        if (text.LineAt(place.Line).Contains("{{", StringComparison.Ordinal)) return ManifestErrors.Template(origin, place, inner);
        return problem.Contains(" tab ", StringComparison.Ordinal) || problem.Contains("cannot start any token", StringComparison.Ordinal)
            ? TabFault(place, inner) ?? Plain()
            : Plain();

        ManifestException Plain() => ManifestErrors.Syntax(origin, place, $"invalid YAML: {problem.TrimEnd('.')}", inner);
    }

    /// <summary>The first line from there on that a tab indents; null when there is none, and the reason is another one.</summary>
    private ManifestException? TabFault(TextPlace place, Exception? inner)
    {
        for (var number = place.Line; number <= text.LastLine; number++)
        {
            var line = text.LineAt(number);
            var tab = line.AsSpan(0, line.Length - line.TrimStart().Length).IndexOf('\t');
            if (tab >= 0) return ManifestErrors.Syntax(origin, new(number, tab + 1), "invalid YAML: a tab cannot indent; use spaces", inner);
        }
        return null;
    }

    private TextPlace PlaceOf(Mark mark) => new(text.FirstLine + (int)mark.Line - 1, (int)mark.Column);
}
