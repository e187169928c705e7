namespace PodSecurity.Change;

/// <summary>What became of one request of a plan that failed.</summary>
public enum StepEnd
{
    /// <summary>It was not carried out, or somebody else undid it.</summary>
    AsBefore,

    /// <summary>No answer came, and it was not carried out while it was waited for.</summary>
    NotSeen,

    /// <summary>It was carried out, and the former state is back.</summary>
    RolledBack,

    /// <summary>The object is left as it is now.</summary>
    Left,
}

/// <param name="Reason">Why the object is left as it is; else null.</param>
public sealed record StepOutcome(ObjectChange Step, StepEnd End, string? Reason = null);
