namespace PodSecurity.Conversion.Fields;

/// <summary>Refusals of a field of containers; which container it is, an expression cannot say.</summary>
internal static class ContainerText
{
    public static string Of(string field, string detail) => $"spec.containers[*].securityContext.{field}: {detail}";
}
