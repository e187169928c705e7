// The only place that may call these methods of PowerShell: everything that a command says passes through here.
#pragma warning disable RS0030

using System.Management.Automation;
using PodSecurity.Text;

namespace PodSecurity.Hosting;

/// <summary>
/// The ways out of a command to the screen. What names, server messages, file names or plugins hold that a terminal would obey instead of
/// showing is escaped here, line breaks too; where a text of ours has several lines, they are given as several strings. Objects,
/// exceptions and targets of errors stay as they are.
/// </summary>
public abstract class PrintableCommand : PSCmdlet
{
    internal new void WriteVerbose(string message) => base.WriteVerbose(PrintableText.Escape(message));

    internal new void WriteDebug(string message) => base.WriteDebug(PrintableText.Escape(message));

    internal new void WriteWarning(string message) => base.WriteWarning(PrintableText.Escape(message));

    /// <summary>
    /// Shown to whoever sits there, as Write-Host does: it can be caught or silenced as information, and is never an error.
    /// </summary>
    internal void WriteToUser(string message) =>
        base.WriteInformation(new HostInformationMessage { Message = PrintableText.Escape(message) }, ["PSHOST"]);

    internal new void WriteError(ErrorRecord record) => base.WriteError(Printable(record));

    internal new void ThrowTerminatingError(ErrorRecord record) => base.ThrowTerminatingError(Printable(record));

    internal void WriteProgress(string activity, string status, ProgressRecordType type = ProgressRecordType.Processing) =>
        base.WriteProgress(new(0, PrintableText.Escape(activity), PrintableText.Escape(status)) { RecordType = type });

    /// <summary>For the case that the streams are closed already.</summary>
    internal void WriteToHost(string error) => Host.UI.WriteErrorLine(PrintableText.Escape(error));

    /// <summary>Asks -WhatIf and -Confirm.</summary>
    /// <param name="action">Plain words; further lines say more.</param>
    internal bool ShouldProcess(string target, params IReadOnlyList<string> action)
    {
        if (action.Count == 1)
        {
            return base.ShouldProcess(PrintableText.Escape(target), PrintableText.Escape(action[0]));
        }
        var first = $"{PrintableText.Escape(action[0])} {PrintableText.Escape(target)}:";
        var text = string.Join('\n', action.Skip(1).Select(line => $"  {PrintableText.Escape(line)}").Prepend(first));
        return base.ShouldProcess(text, text, "Confirm");
    }

    /// <summary>A line of -WhatIf about what needs no change.</summary>
    internal void WriteWhatIf(string message) => base.ShouldProcess(PrintableText.Escape(message), "", "");

    private static ErrorRecord Printable(ErrorRecord record)
    {
        var message = record.ErrorDetails?.Message ?? record.Exception.Message;
        var shown = PrintableText.Escape(message);
        if (shown != message)
        {
            record.ErrorDetails = new(shown);
        }
        record.CategoryInfo.TargetName = PrintableText.Escape(record.CategoryInfo.TargetName);
        return record;
    }
}
