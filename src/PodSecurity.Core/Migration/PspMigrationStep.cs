namespace PodSecurity;

/// <summary>The kinds of steps on the way out of PodSecurityPolicy, in their order.</summary>
public enum PspMigrationStepKind
{
    /// <summary>What policies write into pods is written into the templates.</summary>
    ExplicitMutation,

    /// <summary>A policy gets a twin without the fields that only write.</summary>
    NonMutatingTwin,

    /// <summary>The level of a namespace is noted and warned of.</summary>
    WarnAndAudit,

    /// <summary>The level of a namespace is enforced.</summary>
    Enforce,

    /// <summary>What policies forbid and no level does.</summary>
    LeftOpen,

    /// <summary>The admission plugin is switched off.</summary>
    PspOff,

    /// <summary>Roles and bindings that name policies go.</summary>
    CleanUp,
}

/// <summary>One step on the way out of PodSecurityPolicy, judged on the state that the steps before it leave.</summary>
public sealed class PspMigrationStep
{
    public required int Order { get; init; }

    /// <summary>The name of a <see cref="PspMigrationStepKind"/>.</summary>
    public required string Step { get; init; }

    /// <summary>What is changed, as <c>Kind/name</c>.</summary>
    public required string Target { get; init; }

    /// <summary>What the step does, in words.</summary>
    public required string Change { get; init; }

    /// <summary>What would be refused, or lose what it is given today; empty when nothing is.</summary>
    public IReadOnlyList<string> Breaks { get; init => field = new ObjectList<string>(value); } = new ObjectList<string>();

    /// <summary>The command line that does it; null when no command does.</summary>
    public string? Command { get; init; }

    /// <summary>The command line that takes it back; null when there is nothing to take back.</summary>
    public string? Undo { get; init; }

    /// <summary>The namespace that is changed; null when it is another object.</summary>
    public string? Namespace { get; init; }

    /// <summary>The labels of a step that sets some, by the parameters of Set-PodSecurityLabel.</summary>
    public IReadOnlyDictionary<string, string> Labels { get; init; } = new Dictionary<string, string>();

    /// <summary>The policy that the step makes; null when it makes none.</summary>
    public PodSecurityPolicy? NewPolicy { get; init; }

    /// <summary>The context or snapshot that was read.</summary>
    public string? Cluster { get; init; }

    public override string ToString() => $"{Order}. {Step} {Target}";
}
