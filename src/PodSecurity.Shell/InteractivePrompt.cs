using System.Management.Automation.Language;

namespace PodSecurity.Shell;

/// <summary>Reads and runs commands line by line until <c>exit</c> or the end of the input.</summary>
internal sealed class InteractivePrompt(ShellSession session)
{
    private const string Continuation = ">> ";

    public int Run()
    {
        while (session.Host.ExitCode is null && ReadCommand() is { } command)
        {
            session.Run(command);
        }
        return session.Host.ExitCode ?? 0;
    }

    /// <summary>
    /// A command, of several lines if need be; an empty line ends one that never becomes complete. Null at the end of the input.
    /// </summary>
    private string? ReadCommand()
    {
        session.Host.UI.Write(session.Evaluate("prompt"));
        var command = Console.ReadLine();
        while (command is not null && IsIncomplete(command))
        {
            session.Host.UI.Write(Continuation);
            if (Console.ReadLine() is not { Length: > 0 } line)
            {
                break;
            }
            command = $"{command}\n{line}";
        }
        return command;
    }

    private static bool IsIncomplete(string command)
    {
        Parser.ParseInput(command, out _, out var errors);
        return errors.Any(error => error.IncompleteInput);
    }
}
