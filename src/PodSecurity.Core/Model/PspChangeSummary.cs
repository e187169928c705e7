namespace PodSecurity;

/// <summary>How many pods and templates of one namespace, or of all, a change affects in which way.</summary>
public sealed class PspChangeSummary
{
    /// <summary>Null in the sum of all namespaces.</summary>
    public required string? Namespace { get; init; }
    public int Total => Unchanged + PolicyChanged + NewlyMutated + Rejected + AlreadyRejected;
    public int Unchanged { get; private set; }
    public int PolicyChanged { get; private set; }
    public int NewlyMutated { get; private set; }
    public int Rejected { get; private set; }
    public int AlreadyRejected { get; private set; }

    /// <summary>Whether the change breaks nothing that works.</summary>
    public bool IsSafe => Rejected == 0;

    public void Add(PspChangeOutcome outcome)
    {
        switch (outcome)
        {
            case PspChangeOutcome.Unchanged: Unchanged++; break;
            case PspChangeOutcome.PolicyChanged: PolicyChanged++; break;
            case PspChangeOutcome.NewlyMutated: NewlyMutated++; break;
            case PspChangeOutcome.Rejected: Rejected++; break;
            case PspChangeOutcome.AlreadyRejected: AlreadyRejected++; break;
            default: throw new ArgumentOutOfRangeException(nameof(outcome), outcome, null);
        }
    }

    public override string ToString() => $"{Namespace ?? "all namespaces"}: {Rejected} of {Total} rejected";
}
