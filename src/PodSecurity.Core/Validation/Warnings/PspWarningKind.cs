namespace PodSecurity;

/// <summary>Why a warning is worth reading.</summary>
public enum PspWarningKind
{
    /// <summary>Lets pods harm their node or each other.</summary>
    Risk,

    /// <summary>Does not do what it seems to: it has no effect, or refuses pods that it seems to allow.</summary>
    Mistake,

    /// <summary>Not wrong, but often not known.</summary>
    Note,
}
