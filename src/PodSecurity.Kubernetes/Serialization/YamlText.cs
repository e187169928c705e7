using System.Text;
using System.Text.Unicode;
using PodSecurity.Manifests;

namespace PodSecurity.Kubernetes.Serialization;

/// <summary>
/// Cuts a YAML stream into documents at the lines that start with three dashes, which YAML allows nowhere else, and presents the current
/// one as text. So a fault in one document cannot hide the next.
/// </summary>
internal sealed class YamlText(Utf8Input input) : TextReader
{
    private const int LinesKept = 64;
    private const int CharactersKept = 1024;

    private readonly string[] _recent = new string[LinesKept];
    private string _line = "";
    private int _column;
    private int _lineNumber;
    private int _objectLine;
    private long _objectBytes;
    private bool _hasStarted;
    private bool _isFirstLine;

    /// <summary>Only blank lines, comments and directives so far.</summary>
    private bool _isProlog;

    /// <summary>Line of the file where the current document starts, from 1.</summary>
    public int FirstLine { get; private set; } = 1;

    /// <summary>The last line that has been read, from 1; it may be behind the place of a fault.</summary>
    public int LastLine => _lineNumber;

    public string Origin => input.Origin;

    public void ThrowIfCancelled() => input.ThrowIfCancelled();

    /// <summary>The beginning of a line of the file that has been read lately; "" for any other.</summary>
    public string LineAt(int line) => line > 0 && line <= _lineNumber && line > _lineNumber - LinesKept ? _recent[line % LinesKept] : "";

    /// <summary>Passes what is left of the current document and steps to the next; false at the end of the input.</summary>
    public bool NextDocument()
    {
        // the line that starts the current document is still ahead when it could not be read
        while (_hasStarted && (_isFirstLine || !IsAtSeparator()) && PassLine())
        {
            _isFirstLine = false;
        }
        _hasStarted = true;
        if (input.Peek() < 0)
        {
            return false;
        }
        FirstLine = _lineNumber + 1;
        (_line, _column, _isFirstLine, _isProlog) = ("", 0, true, true);
        StartObject(FirstLine);
        return true;
    }

    /// <summary>What is read from here on counts as one object.</summary>
    public void StartObject(int line) => (_objectLine, _objectBytes) = (line, 0);

    public override int Peek() => _column < _line.Length || NextLine() ? _line[_column] : -1;

    public override int Read() => _column < _line.Length || NextLine() ? _line[_column++] : -1;

    private bool NextLine()
    {
        if (!_isFirstLine && IsAtSeparator())
        {
            return false;
        }
        input.Mark();
        var length = LineLength();
        if (length == 0)
        {
            return false;
        }
        var line = Decode(input.Ahead[..length]);
        input.Advance(length);
        _objectBytes += length;
        if (_objectBytes > ManifestLimits.ObjectBytes)
        {
            throw ManifestErrors.TooLarge(input.Origin, new TextPlace(_objectLine, 1));
        }
        _lineNumber++;
        (_line, _column, _isFirstLine) = (WithoutDirective(line), 0, false);
        _recent[_lineNumber % LinesKept] = line.Length <= CharactersKept ? line : line[..CharactersKept];
        return true;
    }

    /// <summary>With its line break; 0 at the end of the input.</summary>
    private int LineLength()
    {
        var searched = 0;
        while (true)
        {
            var lineBreak = input.Ahead[searched..].IndexOf((byte)'\n');
            if (lineBreak >= 0)
            {
                return searched + lineBreak + 1;
            }
            searched = input.Ahead.Length;
            if (!input.Fill())
            {
                return searched;
            }
        }
    }

    private string Decode(ReadOnlySpan<byte> line)
    {
        if (line.Contains((byte)0))
        {
            throw NotText("a null byte");
        }
        if (!Utf8.IsValid(line))
        {
            throw NotText("invalid UTF-8");
        }
        return Encoding.UTF8.GetString(line);
    }

    private ManifestException NotText(string found) => ManifestErrors.NotText(input.Origin, new TextPlace(_lineNumber + 1, 1), found);

    /// <summary>Directives stand in front of the three dashes, so on their own here; none of them changes what a manifest says.</summary>
    private string WithoutDirective(string line)
    {
        if (_isProlog && line[0] == '%')
        {
            return "\n";
        }
        _isProlog &= line[0] == '#' || string.IsNullOrWhiteSpace(line);
        return line;
    }

    private bool IsAtSeparator() =>
        input.Has(3) && input.Ahead.StartsWith(
            "---"u8) && (!input.Has(4) || input.Ahead[3] is (byte)' ' or (byte)'\t' or (byte)'\r' or (byte)'\n');

    private bool PassLine()
    {
        while (input.Peek() >= 0)
        {
            var lineBreak = input.Ahead.IndexOf((byte)'\n');
            input.Advance(lineBreak < 0 ? input.Ahead.Length : lineBreak + 1);
            input.Mark();
            if (lineBreak < 0)
            {
                continue;
            }
            _lineNumber++;
            return true;
        }
        return false;
    }
}
