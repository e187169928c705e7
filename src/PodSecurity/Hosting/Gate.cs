using PodSecurity.Errors;

namespace PodSecurity.Hosting;

/// <summary>
/// What a command that judges comes to. Nothing judged is a result of its own, and never a good one: a gate that was shown nothing, or
/// could
/// not read what it was shown, has not been passed.
/// </summary>
internal sealed class Gate(PodSecurityCommand command)
{
    private int _judged;
    private bool _isGood = true;

    public void Count(bool isGood)
    {
        _judged++;
        _isGood &= isGood;
    }

    /// <summary>Ends the command: with an error when nothing was judged, and with the one word of -Quiet.</summary>
    /// <param name="wasGiven">Something was there to judge. If not (an empty pipeline, a wildcard without a match), only -Quiet
    /// minds.</param>
    /// <param name="wanted">What is judged, for example <c>pod, nor anything that makes pods</c>.</param>
    public void Close(bool quiet, bool wasGiven, string wanted, object? target)
    {
        if (_judged == 0 && !command.HasFailed && (quiet || wasGiven))
        {
            command.Report(ModuleError.NothingJudged(wanted, target));
        }
        if (quiet)
        {
            command.WriteObject(_judged > 0 && _isGood && !command.HasFailed);
        }
    }
}
