namespace PodSecurity.Conversion.Cel;

/// <summary>An object of the API, or a map by name.</summary>
internal sealed record CelObject : CelExpression, ICelType<CelObject>
{
    private CelObject(string text, CelPrecedence precedence)
        : base(text, precedence)
    {
    }

    /// <summary>The pod that is created, or as an update leaves it.</summary>
    public static CelObject Pod { get; } = Of("object");

    /// <summary>The pod before an update.</summary>
    public static CelObject OldPod { get; } = Of("oldObject");

    public static CelObject Request { get; } = Of("request");

    /// <summary>An object without fields, to be written.</summary>
    public static CelObject New { get; } = Of("{}");

    /// <summary>An object without fields, of no particular type.</summary>
    public static CelObject Empty { get; } = Of("dyn({})");

    public static CelObject Of(string text, CelPrecedence precedence = CelPrecedence.Primary) => new(text, precedence);

    /// <summary>Whether the field is there. The object itself has to be.</summary>
    public CelBool Has(string field) => CelBool.Of($"has({Field(field)})");

    /// <summary>Whether the map has this key, whatever characters it is made of.</summary>
    public CelBool HasKey(CelString key) => CelBool.Of($"{key.Within(CelPrecedence.Addition)} in {Text}", CelPrecedence.Relation);

    /// <summary>The text under a key.</summary>
    public CelString At(CelString key) => CelString.Of($"{Within(CelPrecedence.Primary)}[{key.Text}]");

    public CelObject Object(string field) => Of(Field(field));

    public CelString String(string field) => CelString.Of(Field(field));

    public CelInt Int(string field) => CelInt.Of(Field(field));

    public CelBool Bool(string field) => CelBool.Of(Field(field));

    public CelList<T> List<T>(string field)
        where T : CelExpression, ICelType<T> => CelList<T>.Of(Field(field));

    /// <summary>The object in a field, or one without fields: of no particular type, so that both sides have the same.</summary>
    public CelObject ObjectOrEmpty(string field) => CelSyntax.If(Has(field), Of($"dyn({Field(field)})"), Empty);

    /// <summary>The list in a field, or none.</summary>
    public CelList<T> ListOrEmpty<T>(string field)
        where T : CelExpression, ICelType<T> => CelSyntax.If(Has(field), List<T>(field), CelList<T>.Empty);

    /// <summary>Whether the flag is there and set.</summary>
    public CelBool IsSet(string flag) => Has(flag) & Bool(flag);

    /// <summary>Whether the field is absent, or satisfies the condition.</summary>
    public CelBool LacksOr(string field, CelBool condition) => condition.IsFalse ? !Has(field) : !Has(field) | condition;

    /// <summary>Whether the field is there and satisfies the condition.</summary>
    public CelBool HasAnd(string field, CelBool condition) => Has(field) & condition;

    public CelBool IsNot(CelObject other) => CelSyntax.Compare(this, "!=", other);

    private string Field(string name) => $"{Within(CelPrecedence.Primary)}.{name}";
}
