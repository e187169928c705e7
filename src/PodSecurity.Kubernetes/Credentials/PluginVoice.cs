using System.Text;
using PodSecurity.Cluster;

namespace PodSecurity.Kubernetes.Credentials;

/// <summary>
/// Passes on what a plugin says on its error output, while it runs. As long as it is quick that is detail. From the moment that it takes
/// long
/// it is shown to whoever sits there, also what was said before: the plugin may wait for a login.
/// </summary>
internal sealed class PluginVoice(string plugin, IClusterLog log)
{
    private const int LongestLine = 1000;

    /// <summary>Who talks more than this is not listened to any more.</summary>
    private const int MostTalk = 64 * 1024;

    private readonly object _lock = new();
    private readonly List<string> _lines = [];
    private readonly StringBuilder _line = new();
    private bool _isShown;
    private int _talk;

    /// <summary>The end of all that was said, in one line.</summary>
    public string Said
    {
        get
        {
            lock (_lock)
            {
                EndLine();
                var text = string.Join(' ', _lines);
                return text.Length > LongestLine ? "..." + text[^LongestLine..] : text;
            }
        }
    }

    public void Hear(ReadOnlySpan<char> text)
    {
        lock (_lock)
        {
            _talk += text.Length;
            foreach (var character in _talk > MostTalk ? [] : text)
            {
                if (character is not ('\r' or '\n'))
                {
                    _line.Append(character);
                }
                if (character is '\r' or '\n' || _line.Length == LongestLine)
                {
                    EndLine();
                }
            }
            if (_isShown)
            {
                // A question does not end its line.
                EndLine();
            }
        }
    }

    /// <summary>The plugin takes long.</summary>
    public void Show()
    {
        lock (_lock)
        {
            EndLine();
            _isShown = true;
            log.Information($"Waiting for the credential plugin '{plugin}' (Ctrl+C ends it).");
            _lines.ForEach(log.Information);
        }
    }

    private void EndLine()
    {
        var line = _line.ToString().TrimEnd();
        _line.Clear();
        if (line.Length == 0)
        {
            return;
        }
        _lines.Add(line);
        if (_isShown)
        {
            log.Information(line);
        }
        else
        {
            log.Verbose($"The credential plugin '{plugin}' says: {line}");
        }
    }
}
