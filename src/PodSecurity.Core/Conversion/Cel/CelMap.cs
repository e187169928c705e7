namespace PodSecurity.Conversion.Cel;

/// <summary>Maps that are written down.</summary>
internal static class CelMap
{
    /// <summary>CEL wants all values of one type.</summary>
    public static CelObject Of<T>(IEnumerable<(string Name, T Value)> fields)
        where T : CelExpression =>
        CelObject.Of($"{{{string.Join(", ", fields.Select(field => $"{CelString.Literal(field.Name)}: {field.Value.Text}"))}}}");
}
