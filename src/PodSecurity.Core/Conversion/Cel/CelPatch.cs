namespace PodSecurity.Conversion.Cel;

/// <summary>An operation of a JSON Patch: Kubernetes' own addition to CEL, known to mutations alone.</summary>
internal sealed record CelPatch : CelExpression, ICelType<CelPatch>
{
    private CelPatch(string text, CelPrecedence precedence)
        : base(text, precedence)
    {
    }

    public static CelPatch Of(string text, CelPrecedence precedence = CelPrecedence.Primary) => new(text, precedence);

    /// <summary>Sets a field, whether it is there or not; the object around it has to be.</summary>
    public static CelPatch Add(CelString path, CelExpression value) =>
        Of($"JSONPatch{{op: 'add', path: {path.Text}, value: {value.Text}}}");
}
