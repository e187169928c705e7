using System.Globalization;

namespace PodSecurity.Conversion.Cel;

/// <summary>A whole number.</summary>
internal sealed record CelInt : CelExpression, ICelType<CelInt>
{
    private CelInt(string text, CelPrecedence precedence)
        : base(text, precedence)
    {
    }

    public static CelInt Of(string text, CelPrecedence precedence = CelPrecedence.Primary) => new(text, precedence);

    public static implicit operator CelInt(long value) =>
        new(value.ToString(CultureInfo.InvariantCulture), value < 0 ? CelPrecedence.Unary : CelPrecedence.Primary);

    public static CelBool operator <=(CelInt left, CelInt right) => CelSyntax.Compare(left, "<=", right);

    public static CelBool operator >=(CelInt left, CelInt right) => CelSyntax.Compare(left, ">=", right);

    public CelBool Is(CelInt other) => CelSyntax.Compare(this, "==", other);

    public CelBool IsNot(CelInt other) => CelSyntax.Compare(this, "!=", other);

    /// <summary>Whether it lies in one of the ranges, both ends included.</summary>
    public CelBool IsWithin(IEnumerable<(long Min, long Max)> ranges) => CelBool.Any(ranges.Select(range =>
        range.Min == range.Max ? Is(range.Min) : this >= range.Min & this <= range.Max));

    /// <summary><c>string(NUMBER)</c>.</summary>
    public CelString AsString() => CelString.Of($"string({Text})");
}
