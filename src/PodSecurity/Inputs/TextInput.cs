namespace PodSecurity.Inputs;

/// <summary>
/// Puts piped text together: <c>kubectl get pods -o yaml | ...</c> and Get-Content send it line by line, Get-Content -Raw and
/// here-strings as a whole.
/// </summary>
internal sealed class TextInput
{
    private readonly List<string> _lines = [];

    /// <summary>The texts that are complete after this one; a line is kept until <see cref="Rest"/> or the next whole text.</summary>
    public IEnumerable<string> Add(string text)
    {
        if (!IsWhole(text))
        {
            _lines.Add(text);
            return [];
        }
        return Rest().Append(text);
    }

    /// <summary>The text that the lines so far make; nothing when there are none.</summary>
    public IEnumerable<string> Rest()
    {
        if (_lines.Count == 0)
        {
            return [];
        }
        var text = string.Join('\n', _lines);
        _lines.Clear();
        return [text];
    }

    private bool IsWhole(string text) => text.Contains('\n') || (_lines.Count == 0 && text.StartsWith('{') && text.EndsWith('}'));
}
