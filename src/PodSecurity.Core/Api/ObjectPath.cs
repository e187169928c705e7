namespace PodSecurity.Api;

/// <summary>An object in messages: <c>PodSecurityPolicy/restricted</c>, <c>RoleBinding/team-a/psp:restricted</c>.</summary>
public static class ObjectPath
{
    public static string Of(string kind, ObjectMetadata metadata) => Of(kind, metadata.Namespace, metadata.Name);

    public static string Of(string kind, string? @namespace, string name) =>
        @namespace is { Length: > 0 } ? $"{kind}/{@namespace}/{name}" : $"{kind}/{name}";
}
