namespace PodSecurity.Inputs;

/// <summary>The name of a service account as users write it.</summary>
internal static class ServiceAccountName
{
    /// <summary>Reads NAMESPACE:NAME, or NAME when there is a namespace to take it from; null for anything else.</summary>
    public static (string Namespace, string Name)? Parse(string text, string? defaultNamespace) => text.Split(':') switch
    {
        [{ Length: > 0 } @namespace, { Length: > 0 } name] => (@namespace, name),
        [{ Length: > 0 } name] when defaultNamespace is not null => (defaultNamespace, name),
        _ => null,
    };
}
