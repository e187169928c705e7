using System.Globalization;
using System.Text;

namespace PodSecurity.Conversion.Cel;

/// <summary>A text.</summary>
internal sealed record CelString : CelExpression, ICelType<CelString>
{
    private CelString(string text, CelPrecedence precedence)
        : base(text, precedence)
    {
    }

    public static CelString Of(string text, CelPrecedence precedence = CelPrecedence.Primary) => new(text, precedence);

    public static implicit operator CelString(string value) => Literal(value);

    public static CelString operator +(CelString left, CelString right) =>
        new($"{left.Within(CelPrecedence.Addition)} + {right.Within(CelPrecedence.Unary)}", CelPrecedence.Addition);

    public CelBool Is(CelString other) => CelSyntax.Compare(this, "==", other);

    public CelBool IsNot(CelString other) => CelSyntax.Compare(this, "!=", other);

    /// <summary>Whether it is one of these; for one alone an equality, for none false.</summary>
    public CelBool IsIn(IReadOnlyCollection<string> values) => values.Count switch
    {
        0 => CelBool.False,
        1 => Is(values.First()),
        _ => CelList<CelString>.Of(values.Select(Literal)).Contains(this),
    };

    public CelBool StartsWith(CelString prefix) => Call("startsWith", prefix);

    public CelBool EndsWith(CelString suffix) => Call("endsWith", suffix);

    public CelBool Contains(CelString part) => Call("contains", part);

    /// <summary>A text in single quotes.</summary>
    public static CelString Literal(string value)
    {
        var text = new StringBuilder("'");
        foreach (var c in value)
        {
            _ = c switch
            {
                '\'' or '\\' => text.Append('\\').Append(c),
                < ' ' or '\u007f' => text.Append(CultureInfo.InvariantCulture, $"\\u{(int)c:x4}"),
                _ => text.Append(c),
            };
        }
        return new(text.Append('\'').ToString(), CelPrecedence.Primary);
    }

    private CelBool Call(string method, CelString argument) =>
        CelBool.Of($"{Within(CelPrecedence.Primary)}.{method}({argument.Text})");
}
