namespace PodSecurity.Conversion.Cel;

/// <summary>How tightly the outermost operator of an expression binds, as the grammar of CEL says.</summary>
internal enum CelPrecedence
{
    Conditional,
    Or,
    And,
    Relation,
    Addition,
    Unary,
    Primary,
}

/// <summary>
/// An expression of the Common Expression Language. Its C# type is its CEL type, so that a number never meets a text; parentheses come by
/// themselves. Only what every CEL has is built: <c>has()</c>, the macros of one variable, operators, no optionals and no sets.
/// </summary>
internal abstract record CelExpression(string Text, CelPrecedence Precedence)
{
    /// <summary>The text for a place that binds so tightly.</summary>
    public string Within(CelPrecedence place) => Precedence < place ? $"({Text})" : Text;

    public sealed override string ToString() => Text;
}

/// <summary>A type of CEL that an expression can be given.</summary>
internal interface ICelType<TSelf>
    where TSelf : CelExpression, ICelType<TSelf>
{
    static abstract TSelf Of(string text, CelPrecedence precedence = CelPrecedence.Primary);
}

/// <summary>Expressions whose type follows from their parts.</summary>
internal static class CelSyntax
{
    /// <summary><c>variables.NAME</c>.</summary>
    public static T Variable<T>(string name)
        where T : CelExpression, ICelType<T> => T.Of($"variables.{name}");

    public static T If<T>(CelBool condition, T then, T otherwise)
        where T : CelExpression, ICelType<T> => T.Of(
        $"{condition.Within(CelPrecedence.Or)} ? {then.Within(CelPrecedence.Or)} : {otherwise.Within(CelPrecedence.Conditional)}",
        CelPrecedence.Conditional);

    /// <summary>The same, with the outcomes on the line after the condition.</summary>
    public static T IfOnLines<T>(CelBool condition, T then, T otherwise)
        where T : CelExpression, ICelType<T> => T.Of(
        $"{condition.Within(CelPrecedence.Or)}\n  ? {then.Within(CelPrecedence.Or)} : {otherwise.Within(CelPrecedence.Conditional)}",
        CelPrecedence.Conditional);

    /// <summary>The same, with the other outcome on a line of its own: for chains.</summary>
    public static T IfElseOnLines<T>(CelBool condition, T then, T otherwise)
        where T : CelExpression, ICelType<T> => T.Of(
        $"{condition.Within(CelPrecedence.Or)} ? {then.Within(CelPrecedence.Or)}\n: {otherwise.Within(CelPrecedence.Conditional)}",
        CelPrecedence.Conditional);

    internal static CelBool Compare<T>(T left, string relation, T right)
        where T : CelExpression =>
        CelBool.Of($"{left.Within(CelPrecedence.Addition)} {relation} {right.Within(CelPrecedence.Addition)}", CelPrecedence.Relation);
}
