using System.Management.Automation;

namespace PodSecurity.Shell;

/// <summary>Shows progress in one line of the terminal, and takes it away before anything else is written.</summary>
internal sealed class ProgressLine
{
    private int _width;

    public void Show(ProgressRecord record)
    {
        if (Console.IsErrorRedirected)
        {
            return;
        }
        Clear();
        if (record.RecordType == ProgressRecordType.Completed)
        {
            return;
        }
        var percent = record.PercentComplete >= 0 ? $" {record.PercentComplete}%" : "";
        var text = $"{record.Activity}: {record.StatusDescription}{percent}";
        text = text[..Math.Min(text.Length, Math.Max(Console.WindowWidth - 1, 0))];
        Console.Error.Write(text);
        _width = text.Length;
    }

    public void Clear()
    {
        if (_width > 0)
        {
            Console.Error.Write($"\r{new string(' ', _width)}\r");
        }
        _width = 0;
    }
}
