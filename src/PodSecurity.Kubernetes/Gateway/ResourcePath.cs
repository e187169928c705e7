using PodSecurity.Api;
using PodSecurity.Cluster;

namespace PodSecurity.Kubernetes.Gateway;

/// <summary>Paths of the API, relative to the server, and the words for what is done there.</summary>
internal static class ResourcePath
{
    /// <summary>The group and version, where discovery answers: <c>api/v1</c>, <c>apis/apps/v1</c>.</summary>
    public static string OfApiVersion(ResourceType type) => type.Group.Length == 0 ? $"api/{type.Version}" : $"apis/{type.ApiVersion}";

    /// <summary>Where the objects are, of one namespace or of all.</summary>
    /// <exception cref="ClusterException">NameInvalid.</exception>
    public static string Of(ResourceType type, string? @namespace)
    {
        ObjectNames.CheckNamespace(type, @namespace);
        var scope = type.Namespaced && @namespace is not null ? $"namespaces/{Uri.EscapeDataString(@namespace)}/" : "";
        return $"{OfApiVersion(type)}/{scope}{type.Plural}";
    }

    /// <summary>Where one object is.</summary>
    /// <exception cref="ClusterException">NameInvalid.</exception>
    public static string Of(ResourceType type, string? @namespace, string name)
    {
        ObjectNames.Check(type, @namespace, name);
        return $"{Of(type, @namespace)}/{Uri.EscapeDataString(name)}";
    }

    /// <summary>For example <c>pods in namespace team-a</c>.</summary>
    public static string Describe(ResourceType type, string? @namespace) =>
        !type.Namespaced ? type.Plural : @namespace is null
            ? $"{type.Plural} in all namespaces"
            : $"{type.Plural} in namespace {@namespace}";

    /// <summary>For example <c>Pod "web" in namespace team-a</c>.</summary>
    public static string Describe(ResourceType type, string? @namespace, string name) =>
        type.Namespaced && @namespace is not null ? $"{type.Kind} \"{name}\" in namespace {@namespace}" : $"{type.Kind} \"{name}\"";
}
