using PodSecurity.Manifests;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace PodSecurity.Kubernetes.Serialization;

/// <summary>The parser's events of one document, with its faults in our words and its places in the file.</summary>
internal sealed class YamlEvents(YamlText text)
{
    private readonly Parser _parser = new(text);
    private int _level;

    public ParsingEvent Current { get; private set; } = new StreamStart();

    public string Origin => text.Origin;

    public TextPlace Place => PlaceOf(Current.Start);

    /// <summary>How many characters of this part of the file lie before the current event.</summary>
    public long Offset => Current.Start.Index;

    /// <summary>How many objects and lists are open before the current event.</summary>
    public int Level => _level;

    /// <summary>Nothing more can be read from here.</summary>
    public bool AreOver { get; private set; }

    /// <summary>Steps to the next event; false at the end of the stream.</summary>
    public bool MoveNext()
    {
        AreOver = true;
        if (!Parse())
        {
            return false;
        }
        AreOver = false;
        _level += Current.NestingIncrease;
        Current = _parser.Current!;
        return true;
    }

    /// <summary>Makes of a fault one behind which nothing is read.</summary>
    public ManifestException Abandon(ManifestException fault)
    {
        AreOver = true;
        return fault;
    }

    private bool Parse()
    {
        text.ThrowIfCancelled();
        try
        {
            return _parser.MoveNext();
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
    }

    /// <summary>What is read from here on counts as one object.</summary>
    public void StartObject() => text.StartObject(Place.Line);

    /// <summary>A fault of syntax, or the likely reason for it.</summary>
    public ManifestException Fault(TextPlace place, string problem, Exception? inner = null)
    {
        if (text.LineAt(place.Line).Contains("{{", StringComparison.Ordinal))
        {
            return ManifestErrors.Template(Origin, place, inner);
        }
        return problem.Contains(" tab ", StringComparison.Ordinal) || problem.Contains("cannot start any token", StringComparison.Ordinal)
            ? TabFault(place, inner) ?? Plain()
            : Plain();

        ManifestException Plain() => ManifestErrors.Syntax(Origin, place, $"invalid YAML: {problem.TrimEnd('.')}", inner);
    }

    /// <summary>The first line from there on that a tab indents; null when there is none, and the reason is another one.</summary>
    private ManifestException? TabFault(TextPlace place, Exception? inner)
    {
        for (var number = place.Line; number <= text.LastLine; number++)
        {
            var line = text.LineAt(number);
            var tab = line.AsSpan(0, line.Length - line.TrimStart().Length).IndexOf('\t');
            if (tab >= 0)
            {
                return ManifestErrors.Syntax(Origin, new(number, tab + 1), "invalid YAML: a tab cannot indent; use spaces", inner);
            }
        }
        return null;
    }

    private TextPlace PlaceOf(Mark mark) => new(text.FirstLine + (int)mark.Line - 1, (int)mark.Column);
}
