using System.Diagnostics;
using System.Management.Automation;

namespace PodSecurity.Hosting;

/// <summary>The progress of long work; says nothing about short work, and not more often than people can read.</summary>
internal sealed class CommandProgress(PodSecurityCommand command, string activity)
{
    private static readonly TimeSpan ShortWork = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(200);

    private readonly Stopwatch _time = Stopwatch.StartNew();
    private TimeSpan _next = ShortWork;

    public void Report(string status)
    {
        if (_time.Elapsed < _next)
        {
            return;
        }
        _next = _time.Elapsed + Interval;
        command.WriteProgress(activity, status);
    }

    public void Complete()
    {
        if (_next > ShortWork)
        {
            command.WriteProgress(activity, "Done", ProgressRecordType.Completed);
        }
    }
}
