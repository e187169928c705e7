namespace PodSecurity.Change;

/// <summary>A step of a plan failed. What is in <see cref="NotRolledBack"/> needs the administrator.</summary>
public sealed class ChangeFailedException : Exception
{
    public ChangeFailedException(
        ObjectChange failed, IReadOnlyList<ObjectState> rolledBack, IReadOnlyList<ObjectState> notRolledBack, Exception cause)
        : base(Describe(failed, notRolledBack, cause), cause) =>
        (Failed, RolledBack, NotRolledBack) = (failed, rolledBack, notRolledBack);

    /// <summary>The request that failed.</summary>
    public ObjectChange Failed { get; }

    /// <summary>The objects that are as before, because they were brought back or because the failed request never reached them.</summary>
    public IReadOnlyList<ObjectState> RolledBack { get; }

    /// <summary>The former states of the objects that are now in an unknown state.</summary>
    public IReadOnlyList<ObjectState> NotRolledBack { get; }

    private static string Describe(ObjectChange failed, IReadOnlyList<ObjectState> notRolledBack, Exception cause)
    {
        var why = cause is OperationCanceledException ? "the operation was stopped." : cause.Message;
        var state = notRolledBack.Count == 0
            ? "Everything is as before."
            : $"Could not be brought back: {string.Join(", ", notRolledBack)}.";
        return $"{failed.Action} {failed.Target} failed: {why} {state}";
    }
}
