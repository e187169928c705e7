namespace PodSecurity.Access;

/// <summary>A user as the authorizer sees it: a name and all groups, the implied ones included.</summary>
public sealed record PolicyIdentity(string User, IReadOnlyList<string> Groups)
{
    private const string ServiceAccountPrefix = "system:serviceaccount:";

    /// <summary>A user of the given groups; <c>system:authenticated</c> is added, as the server does. The name of a service account brings its groups.</summary>
    public static PolicyIdentity ForUser(string user, IEnumerable<string>? groups = null)
    {
        var parts = user.StartsWith(ServiceAccountPrefix, StringComparison.Ordinal) ? user[ServiceAccountPrefix.Length..].Split(':') : [];
        string[] implied = parts.Length == 2 ? ["system:serviceaccounts", $"system:serviceaccounts:{parts[0]}"] : [];
        return new(user, [.. (groups ?? []).Concat(implied).Append("system:authenticated").Distinct()]);
    }

    public static PolicyIdentity ForServiceAccount(string @namespace, string name) => ForUser($"{ServiceAccountPrefix}{@namespace}:{name}");

    public override string ToString() => User;
}
