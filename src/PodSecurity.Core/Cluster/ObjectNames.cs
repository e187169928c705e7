using PodSecurity.Api;
using PodSecurity.Text;

namespace PodSecurity.Cluster;

/// <summary>
/// The one place that checks names before a request is made of them: a name such as <c>..</c> or none at all would lead to another path,
/// that of the whole collection for example.
/// </summary>
public static class ObjectNames
{
    private const int LongestLabel = 63;

    /// <summary>What makes a name or namespace unfit for a path, by the rules of client-go; null when it fits.</summary>
    public static string? PathProblem(string name) => name switch
    {
        "" => "it is empty",
        "." or ".." => "it means another place in a path",
        _ when name.Contains('/') => "it contains '/'",
        _ when name.Contains('%') => "it contains '%'",
        _ => null,
    };

    /// <summary>Checks the namespace of a list; null asks for all namespaces.</summary>
    /// <exception cref="ClusterException">NameInvalid.</exception>
    public static void CheckNamespace(ResourceType type, string? @namespace)
    {
        if (type.Namespaced && @namespace is not null && PathProblem(@namespace) is { } problem)
        {
            throw Invalid($"The namespace '{PrintableText.Escape(@namespace)}' cannot be asked for {type.Plural}: {problem}.");
        }
    }

    /// <summary>Checks which single object is meant.</summary>
    /// <exception cref="ClusterException">NameInvalid.</exception>
    public static void Check(ResourceType type, string? @namespace, string name)
    {
        CheckPlace(type, @namespace);
        if (PathProblem(name) is { } problem)
        {
            throw Invalid($"A {type.Kind} cannot be named '{PrintableText.Escape(name)}': {problem}.");
        }
    }

    /// <summary>Checks whether an object of this name can be written, as the API server does.</summary>
    /// <exception cref="ClusterException">NameInvalid.</exception>
    public static void CheckWritable(ResourceType type, string? @namespace, string name)
    {
        Check(type, @namespace, name);
        if (type.Namespaced && NamespaceProblem(@namespace!) is { } wrong)
        {
            throw Invalid($"No namespace is named '{PrintableText.Escape(@namespace!)}': {wrong}.");
        }
        if (NameProblem(type, name) is { } problem)
        {
            throw Invalid($"A {type.Kind} cannot be named '{PrintableText.Escape(name)}': {problem}.");
        }
    }

    // Roles and bindings may have nearly any name; what a terminal would obey is in none that anybody means.
    private static string? NameProblem(ResourceType type, string name) => type switch
    {
        _ when name.Any(char.IsControl) => "it contains control characters",
        _ when type == ResourceTypes.PodSecurityPolicies || type == ResourceTypes.ServiceAccounts => NameFormats.Subdomain(
            name).FirstOrDefault(),
        _ when type == ResourceTypes.Namespaces => NamespaceProblem(name),
        _ => null,
    };

    private static string? NamespaceProblem(string name) => name.Length > LongestLabel
        ? $"must be no more than {LongestLabel} characters"
        : name.Contains('.') ? "it contains '.'" : NameFormats.Subdomain(name).FirstOrDefault();

    private static void CheckPlace(ResourceType type, string? @namespace)
    {
        if (type.Namespaced && @namespace is null)
        {
            throw Invalid($"A {type.Kind} is in a namespace, and none is given.");
        }
        CheckNamespace(type, @namespace);
    }

    private static ClusterException Invalid(string message) => new(ClusterFailure.NameInvalid, $"{message} Nothing was sent.");
}
