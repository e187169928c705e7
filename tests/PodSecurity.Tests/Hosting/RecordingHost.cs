using System.Globalization;
using System.Management.Automation.Host;

namespace PodSecurity.Tests.Hosting;

/// <summary>
/// A host that keeps what it is shown (-WhatIf writes to the host alone) and answers every question of -Confirm the same.
/// </summary>
internal sealed class RecordingHost : PSHost
{
    private readonly RecordingInterface _ui = new();

    /// <summary>The lines that the host was shown.</summary>
    public IReadOnlyList<string> Lines => _ui.Lines;

    /// <summary>The questions that were asked.</summary>
    public IReadOnlyList<string> Questions => _ui.Questions;

    /// <summary>The answer to -Confirm.</summary>
    public bool Agrees
    {
        set => _ui.Agrees = value;
    }

    public override string Name => "recording";
    public override Version Version { get; } = new(1, 0);
    public override Guid InstanceId { get; } = Guid.NewGuid();
    public override CultureInfo CurrentCulture => CultureInfo.InvariantCulture;
    public override CultureInfo CurrentUICulture => CultureInfo.InvariantCulture;
    public override PSHostUserInterface UI => _ui;

    public void Clear()
    {
        _ui.Lines.Clear();
        _ui.Questions.Clear();
    }

    public override void SetShouldExit(int exitCode)
    {
    }

    public override void EnterNestedPrompt()
    {
    }

    public override void ExitNestedPrompt()
    {
    }

    public override void NotifyBeginApplication()
    {
    }

    public override void NotifyEndApplication()
    {
    }
}
