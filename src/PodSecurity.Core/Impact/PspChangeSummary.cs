namespace PodSecurity;

/// <summary>How many workloads a change affects in which way.</summary>
public sealed class PspChangeSummary
{
    private readonly SortedDictionary<string, PspChangeSummary> _namespaces = new(StringComparer.Ordinal);

    /// <summary>Null in the sum of all namespaces.</summary>
    public string? Namespace { get; private init; }
    public int Total => Unchanged + PolicyChanged + NewlyMutated + Rejected + AlreadyRejected;
    public int Unchanged { get; private set; }
    public int PolicyChanged { get; private set; }
    public int NewlyMutated { get; private set; }
    public int Rejected { get; private set; }
    public int AlreadyRejected { get; private set; }

    /// <summary>Whether the change breaks nothing that works.</summary>
    public bool IsSafe => Rejected == 0;

    /// <summary>The same for each namespace, by name; empty in the summary of one.</summary>
    public IReadOnlyCollection<PspChangeSummary> Namespaces => _namespaces.Values;

    /// <summary>Counts a workload. A pod counts with its workload, which fares as its worst pod.</summary>
    public void Add(PspChangeResult result)
    {
        if (!_namespaces.TryGetValue(result.Namespace, out var own))
        {
            _namespaces.Add(result.Namespace, own = new() { Namespace = result.Namespace });
        }
        if (result.CountedAs is { } former)
        {
            if (result.Outcome != nameof(PspChangeOutcome.Rejected) || former == result.Outcome)
            {
                return;
            }
            Count(former, -1);
            own.Count(former, -1);
        }
        Count(result.Outcome, 1);
        own.Count(result.Outcome, 1);
    }

    private void Count(string outcome, int number)
    {
        switch (outcome)
        {
            case nameof(PspChangeOutcome.Unchanged): Unchanged += number; break;
            case nameof(PspChangeOutcome.PolicyChanged): PolicyChanged += number; break;
            case nameof(PspChangeOutcome.NewlyMutated): NewlyMutated += number; break;
            case nameof(PspChangeOutcome.Rejected): Rejected += number; break;
            case nameof(PspChangeOutcome.AlreadyRejected): AlreadyRejected += number; break;
            default: throw new ArgumentOutOfRangeException(nameof(outcome), outcome, null);
        }
    }

    public override string ToString() =>
        $"{Namespace ?? "all namespaces"}: {Rejected} of {Total} workloads rejected{(IsSafe ? ": safe" : "")}";
}
