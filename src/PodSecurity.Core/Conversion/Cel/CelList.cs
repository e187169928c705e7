namespace PodSecurity.Conversion.Cel;

/// <summary>A list of one type.</summary>
internal sealed record CelList<T> : CelExpression, ICelType<CelList<T>>
    where T : CelExpression, ICelType<T>
{
    private CelList(string text, CelPrecedence precedence)
        : base(text, precedence)
    {
    }

    public static CelList<T> Empty { get; } = Of("[]");

    public static CelList<T> Of(string text, CelPrecedence precedence = CelPrecedence.Primary) => new(text, precedence);

    public static CelList<T> Of(IEnumerable<T> items) => Of($"[{string.Join(", ", items.Select(item => item.Text))}]");

    public static CelList<T> operator +(CelList<T> left, CelList<T> right) =>
        left == Empty ? right
        : right == Empty ? left
        : new($"{left.Within(CelPrecedence.Addition)} + {right.Within(CelPrecedence.Unary)}", CelPrecedence.Addition);

    /// <summary>The sum of lists, each on a line of its own.</summary>
    public static CelList<T> OnLines(IEnumerable<CelList<T>> lists) =>
        lists.Select(list => list.Within(CelPrecedence.Unary)).ToList() is { Count: > 0 } texts
            ? new(string.Join("\n+ ", texts), texts.Count == 1 ? CelPrecedence.Primary : CelPrecedence.Addition)
            : Empty;

    /// <summary>The same without its type, for a list whose items are of a type of their own.</summary>
    public CelList<T> AsAny() => Of($"dyn({Text})");

    public CelInt Size => CelInt.Of($"size({Text})");

    public CelBool IsEmpty => Size.Is(0);

    /// <summary>One text of all texts; only of lists of texts.</summary>
    public CelString Join(string separator) =>
        CelString.Of($"{Within(CelPrecedence.Primary)}.join({CelString.Literal(separator)})");

    public CelBool Contains(T item) =>
        CelBool.Of($"{item.Within(CelPrecedence.Addition)} in {Within(CelPrecedence.Addition)}", CelPrecedence.Relation);

    public CelBool All(string name, Func<T, CelBool> condition) =>
        condition(T.Of(name)) is { IsTrue: true } always ? always : CelBool.Of(Macro("all", name, condition(T.Of(name))));

    public CelBool Exists(string name, Func<T, CelBool> condition) =>
        condition(T.Of(name)) is { IsFalse: true } never ? never : CelBool.Of(Macro("exists", name, condition(T.Of(name))));

    public CelList<T> Where(string name, Func<T, CelBool> condition) => Of(Macro("filter", name, condition(T.Of(name))));

    public CelList<TResult> Select<TResult>(string name, Func<T, TResult> result)
        where TResult : CelExpression, ICelType<TResult> => CelList<TResult>.Of(Macro("map", name, result(T.Of(name))));

    /// <summary>The item at an index.</summary>
    public T At(CelInt index) => T.Of($"{Within(CelPrecedence.Primary)}[{index.Text}]");

    /// <summary>The macro of two variables, index and item: Kubernetes has it since 1.33.</summary>
    public CelList<TResult> SelectIndexed<TResult>(
        string index, string name, Func<CelInt, T, CelBool> condition, Func<CelInt, T, TResult> result)
        where TResult : CelExpression, ICelType<TResult>
    {
        var (i, item) = (CelInt.Of(index), T.Of(name));
        var filter = condition(i, item) is { IsTrue: false } wanted ? $"{wanted.Text}, " : "";
        return CelList<TResult>.Of(
            $"{Within(CelPrecedence.Primary)}.transformList({index}, {name}, {filter}{result(i, item).Text})");
    }

    private string Macro(string macro, string name, CelExpression body) => $"{Within(CelPrecedence.Primary)}.{macro}({name}, {body.Text})";
}
