namespace PodSecurity.Kubernetes.Serialization;

/// <summary>
/// How much of a document comes out of aliases. The rule is that of go-yaml, with which kubectl reads (decode.go, allowedAliasRatio): a
/// small document may be nearly all aliases, a large one must be mostly text.
/// </summary>
internal sealed class YamlAliases
{
    private const int AlwaysAllowed = 100;
    private const int NeverLooked = 1000;
    private const double Low = 400_000;
    private const double High = 4_000_000;
    private const double LowRatio = 0.99;
    private const double HighRatio = 0.10;

    private long _all;
    private long _aliased;

    /// <summary>Counts nodes; false when the document has too many that come out of aliases.</summary>
    /// <param name="aliased">The nodes of an alias; 0 for one node of the text.</param>
    public bool Count(long aliased)
    {
        _all += Math.Max(1, aliased);
        _aliased += aliased;
        return _aliased <= AlwaysAllowed || _all <= NeverLooked || _aliased <= AllowedRatio * _all;
    }

    private double AllowedRatio => LowRatio - (LowRatio - HighRatio) * Math.Clamp((_all - Low) / (High - Low), 0, 1);
}
