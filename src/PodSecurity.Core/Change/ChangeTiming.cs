namespace PodSecurity.Change;

/// <summary>How long a plan waits when something goes wrong; every wait has an end.</summary>
public sealed record ChangeTiming
{
    public static ChangeTiming Default { get; } = new();

    /// <summary>
    /// How long a request that is under way may still bring its answer after Ctrl+C: the answer is what says what was done.
    /// </summary>
    public TimeSpan Grace { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>After a request without an answer, the pauses between the looks at what became of it.</summary>
    public IReadOnlyList<TimeSpan> Looks { get; init; } = [TimeSpan.FromSeconds(0.5), TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(1.5)];

    /// <summary>The time that a whole rollback may take.</summary>
    public TimeSpan Rollback { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>
    /// The time that one attempt to roll one step back may take, so that a request that hangs leaves time for the others.
    /// </summary>
    public TimeSpan Attempt { get; init; } = TimeSpan.FromSeconds(8);

    /// <summary>How often one step is tried to be rolled back.</summary>
    public int Attempts { get; init; } = 3;

    /// <summary>The pause before another attempt.</summary>
    public TimeSpan Pause { get; init; } = TimeSpan.FromSeconds(0.5);
}
