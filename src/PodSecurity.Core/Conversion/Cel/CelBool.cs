namespace PodSecurity.Conversion.Cel;

/// <summary>A condition. What is always true or false falls out of what it is combined with.</summary>
internal sealed record CelBool : CelExpression, ICelType<CelBool>
{
    private CelBool(string text, CelPrecedence precedence)
        : base(text, precedence)
    {
    }

    public static CelBool True { get; } = new("true", CelPrecedence.Primary);
    public static CelBool False { get; } = new("false", CelPrecedence.Primary);

    public bool IsTrue => this == True;
    public bool IsFalse => this == False;

    public static CelBool Of(string text, CelPrecedence precedence = CelPrecedence.Primary) => new(text, precedence);

    public static implicit operator CelBool(bool value) => value ? True : False;

    public static CelBool operator &(CelBool left, CelBool right) =>
        left.IsTrue || right.IsFalse ? right
        : right.IsTrue || left.IsFalse ? left
        : new($"{left.Within(CelPrecedence.And)} && {right.Within(CelPrecedence.And)}", CelPrecedence.And);

    public static CelBool operator |(CelBool left, CelBool right) =>
        left.IsFalse || right.IsTrue ? right
        : right.IsFalse || left.IsTrue ? left
        : new($"{left.Within(CelPrecedence.Or)} || {right.Within(CelPrecedence.Or)}", CelPrecedence.Or);

    public static CelBool operator !(CelBool operand) =>
        operand.IsTrue ? False
        : operand.IsFalse ? True
        : new($"!{operand.Within(CelPrecedence.Unary)}", CelPrecedence.Unary);

    public static CelBool Any(IEnumerable<CelBool> conditions) => conditions.Aggregate(False, (all, next) => all | next);

    /// <summary>The same, each condition on a line of its own.</summary>
    public static CelBool AnyOnLines(IEnumerable<CelBool> conditions) =>
        new(string.Join("\n|| ", conditions.Select(condition => condition.Within(CelPrecedence.And))), CelPrecedence.Or);

    /// <summary>The same of all conditions.</summary>
    public static CelBool AllOnLines(IEnumerable<CelBool> conditions) =>
        conditions.Select(condition => condition.Within(CelPrecedence.And)).ToList() is { Count: > 0 } texts
            ? new(string.Join("\n&& ", texts), texts.Count == 1 ? CelPrecedence.Primary : CelPrecedence.And)
            : True;

    public static CelBool All(IEnumerable<CelBool> conditions) => conditions.Aggregate(True, (all, next) => all & next);
}
