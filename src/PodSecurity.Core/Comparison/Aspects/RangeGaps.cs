namespace PodSecurity.Comparison.Aspects;

/// <summary>Numbers that some ranges hold and others do not; ranges include both ends.</summary>
internal static class RangeGaps
{
    /// <summary>What is in the first ranges, however they overlap, and in none of the second, in order.</summary>
    public static IEnumerable<(long Min, long Max)> Between(
        IEnumerable<(long Min, long Max)> ranges, IEnumerable<(long Min, long Max)> others, long smallest, long largest) =>
        others.Aggregate(
            Union(ranges.Select(range => (Math.Max(range.Min, smallest), Math.Min(range.Max, largest)))),
            (left, other) => left.SelectMany(range => Without(range, other)));

    private static IEnumerable<(long Min, long Max)> Union(IEnumerable<(long Min, long Max)> ranges)
    {
        (long Min, long Max)? open = null;
        foreach (var range in ranges.Where(range => range.Min <= range.Max).OrderBy(range => range.Min, Comparer<long>.Default))
        {
            if (open is { } before && range.Min <= before.Max + 1)
            {
                open = (before.Min, Math.Max(before.Max, range.Max));
                continue;
            }
            if (open is { } closed)
            {
                yield return closed;
            }
            open = range;
        }
        if (open is { } last)
        {
            yield return last;
        }
    }

    private static IEnumerable<(long Min, long Max)> Without((long Min, long Max) range, (long Min, long Max) other)
    {
        if (other.Max < range.Min || other.Min > range.Max || other.Min > other.Max)
        {
            yield return range;
            yield break;
        }
        if (range.Min < other.Min)
        {
            yield return (range.Min, other.Min - 1);
        }
        if (other.Max < range.Max)
        {
            yield return (other.Max + 1, range.Max);
        }
    }
}
