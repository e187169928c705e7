using System.Collections.ObjectModel;
using System.Management.Automation;
using System.Management.Automation.Host;
using System.Security;

namespace PodSecurity.Shell;

/// <summary>Reads from and writes to the console: errors and progress to stderr, all else to stdout; colours only on a terminal.</summary>
internal sealed class ShellUserInterface : PSHostUserInterface
{
    private static readonly bool WantsNoColour =
        Environment.GetEnvironmentVariable("TERM") is "dumb" || !string.IsNullOrEmpty(Environment.GetEnvironmentVariable("NO_COLOR"));

    private readonly ProgressLine _progress = new();

    public override PSHostRawUserInterface RawUI { get; } = new ShellRawUserInterface();

    public override bool SupportsVirtualTerminal => IsColoured(Console.IsOutputRedirected);

    public override void Write(string value) => Write(Console.Out, value, Console.IsOutputRedirected);

    public override void Write(ConsoleColor foregroundColor, ConsoleColor backgroundColor, string value) => Write(value);

    public override void WriteLine(string value) => Write(value + Environment.NewLine);

    public override void WriteErrorLine(string value) =>
        Write(Console.Error, Styled(FormatStyle.Error, value) + Environment.NewLine, Console.IsErrorRedirected);

    public override void WriteWarningLine(string message) => WriteLine(Styled(FormatStyle.Warning, $"WARNING: {message}"));

    public override void WriteVerboseLine(string message) => WriteLine(Styled(FormatStyle.Verbose, $"VERBOSE: {message}"));

    public override void WriteDebugLine(string message) => WriteLine(Styled(FormatStyle.Debug, $"DEBUG: {message}"));

    public override void WriteProgress(long sourceId, ProgressRecord record) => _progress.Show(record);

    public override string ReadLine() => Console.ReadLine() ?? throw new PSInvalidOperationException("The input has ended.");

    public override SecureString ReadLineAsSecureString()
    {
        var secret = new SecureString();
        foreach (var character in ReadLine())
        {
            secret.AppendChar(character);
        }
        return secret;
    }

    public override Dictionary<string, PSObject> Prompt(string caption, string message, Collection<FieldDescription> descriptions)
    {
        WriteHeading(caption, message);
        var answers = new Dictionary<string, PSObject>();
        foreach (var field in descriptions)
        {
            Write($"{field.Name}: ");
            answers[field.Name] = PSObject.AsPSObject(ReadLine());
        }
        return answers;
    }

    public override int PromptForChoice(string caption, string message, Collection<ChoiceDescription> choices, int defaultChoice)
    {
        WriteHeading(caption, message);
        var labels = choices.Select(choice => new ChoiceLabel(choice.Label)).ToList();
        while (true)
        {
            Write(string.Join("  ", labels));
            Write(defaultChoice < 0 ? ": " : $" (default is \"{labels[defaultChoice].Key}\"): ");
            var answer = ReadLine().Trim();
            var chosen = answer.Length == 0 ? defaultChoice : labels.FindIndex(label => label.IsMeantBy(answer));
            if (chosen >= 0)
            {
                return chosen;
            }
        }
    }

    public override PSCredential PromptForCredential(string caption, string message, string userName, string targetName) =>
        throw new NotSupportedException("This shell asks for no credentials.");

    public override PSCredential PromptForCredential(
        string caption, string message, string userName, string targetName, PSCredentialTypes allowedCredentialTypes,
            PSCredentialUIOptions options) =>
        PromptForCredential(caption, message, userName, targetName);

    private void WriteHeading(string caption, string message)
    {
        foreach (var line in new[] { caption, message }.Where(line => !string.IsNullOrEmpty(line)))
        {
            WriteLine(line);
        }
    }

    private void Write(TextWriter writer, string value, bool isRedirected)
    {
        _progress.Clear();
        writer.Write(GetOutputString(value, IsColoured(isRedirected)));
    }

    private static string Styled(FormatStyle style, string text) => $"{GetFormatStyleString(style)}{text}{PSStyle.Instance.Reset}";

    private static bool IsColoured(bool isRedirected) => !isRedirected && !WantsNoColour;

    /// <summary>A label such as <c>Yes to &amp;All</c>, whose marked letter is the key.</summary>
    private sealed class ChoiceLabel(string label)
    {
        private readonly string _text = label.Replace("&", "", StringComparison.Ordinal);

        public string Key { get; } = label.IndexOf('&', StringComparison.Ordinal) is var mark and >= 0
            ? label.Substring(mark + 1, 1).ToUpperInvariant()
            : label;

        public bool IsMeantBy(string answer) =>
            answer.Equals(Key, StringComparison.OrdinalIgnoreCase) || answer.Equals(_text, StringComparison.OrdinalIgnoreCase);

        public override string ToString() => $"[{Key}] {_text}";
    }
}
