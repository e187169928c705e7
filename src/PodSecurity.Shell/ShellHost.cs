using System.Globalization;
using System.Management.Automation.Host;

namespace PodSecurity.Shell;

/// <summary>The host that scripts see.</summary>
internal sealed class ShellHost : PSHost
{
    /// <summary>The exit code after a terminating error.</summary>
    public const int Failure = 1;

    /// <summary>What a script said with <c>exit</c>; null while none did.</summary>
    public int? ExitCode { get; private set; }

    public override string Name => "PodSecurity.Shell";
    public override Version Version { get; } = typeof(ShellHost).Assembly.GetName().Version!;
    public override Guid InstanceId { get; } = Guid.NewGuid();
    public override CultureInfo CurrentCulture => CultureInfo.CurrentCulture;
    public override CultureInfo CurrentUICulture => CultureInfo.CurrentUICulture;
    public override PSHostUserInterface UI { get; } = new ShellUserInterface();

    public override void SetShouldExit(int exitCode) => ExitCode = exitCode;

    public override void EnterNestedPrompt() => throw new NotSupportedException("This shell has no nested prompts.");

    public override void ExitNestedPrompt() => throw new NotSupportedException("This shell has no nested prompts.");

    public override void NotifyBeginApplication()
    {
    }

    public override void NotifyEndApplication()
    {
    }
}
