using PodSecurity.Api;
using PodSecurity.Conversion.Cel;

namespace PodSecurity.Conversion.Fields;

/// <summary>A rule that limits ids to ranges.</summary>
/// <param name="Must">Whether there has to be an id; the default is filled in where there is none.</param>
internal sealed record IdRule(bool Must, IReadOnlyList<(long Min, long Max)> Ranges)
{
    /// <summary>The minimum of the first range.</summary>
    public CelInt Default => Ranges[0].Min;

    /// <summary>Null for a rule that sets no limit.</summary>
    public static IdRule? Of(IDRule? rule) => rule?.Rule is StrategyNames.MustRunAs or StrategyNames.MayRunAs
        ? new(rule.Rule == StrategyNames.MustRunAs, [.. rule.Ranges.Select(range => (range.Min, range.Max))])
        : null;

    /// <summary>As PSP admission says it, ranges as Go prints them.</summary>
    public string Text(string id) =>
        $"{id} must be in the ranges: [{string.Join(' ', Ranges.Select(range => $"{{{range.Min} {range.Max}}}"))}]";
}
