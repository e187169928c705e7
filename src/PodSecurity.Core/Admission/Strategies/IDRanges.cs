using PodSecurity.Api;

namespace PodSecurity.Admission.Strategies;

/// <summary>Ranges of user or group ids, both ends included; at least one.</summary>
internal sealed class IDRanges(IEnumerable<IDRange> ranges)
{
    private readonly (long Min, long Max)[] _ranges = [.. ranges.Select(range => (range.Min, range.Max))];

    /// <summary>What MustRunAs gives to those that ask for nothing: the minimum of the first range.</summary>
    public long Default => _ranges[0].Min;

    /// <summary>For a person: <c>1-10, 20</c>.</summary>
    public string Readable => string.Join(", ", _ranges.Select(range => RangeText.Of(range.Min, range.Max)));

    public bool Contains(long id)
    {
        foreach (var (min, max) in _ranges)
        {
            if (id >= min && id <= max)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>As Go prints a slice of ranges: <c>[{1 10} {20 20}]</c>.</summary>
    public override string ToString() => $"[{string.Join(' ', _ranges.Select(range => $"{{{range.Min} {range.Max}}}"))}]";
}
