namespace PodSecurity.Api;

/// <summary>A user as the authorizer sees it: a name and all groups, the implied ones included.</summary>
public sealed record PolicyIdentity(string User, IReadOnlyList<string> Groups)
{
    internal const string ServiceAccountPrefix = "system:serviceaccount:";
    internal const string ServiceAccountsGroup = "system:serviceaccounts";
    internal const string AuthenticatedGroup = "system:authenticated";
    private const string AnonymousUser = "system:anonymous";
    private const string UnauthenticatedGroup = "system:unauthenticated";

    /// <summary>Somebody of whom nothing is known but that the API server let them in.</summary>
    public static PolicyIdentity AnyAuthenticated { get; } = new("", [AuthenticatedGroup]);

    /// <summary>
    /// A user of the given groups, with those that the server adds: of a service account, of whoever is authenticated, of the anonymous.
    /// </summary>
    public static PolicyIdentity ForUser(string user, IEnumerable<string>? groups = null)
    {
        string[] named = [.. groups ?? []];
        var parts = user.StartsWith(ServiceAccountPrefix, StringComparison.Ordinal) ? user[ServiceAccountPrefix.Length..].Split(':') : [];
        var implied = parts.Length == 2 ? ServiceAccountGroups(parts[0]) : [];
        var everybody = user == AnonymousUser || named.Contains(UnauthenticatedGroup) ? UnauthenticatedGroup : AuthenticatedGroup;
        return new(user, [.. named.Concat(implied).Append(everybody).Distinct()]);
    }

    public static PolicyIdentity ForServiceAccount(string @namespace, string name) => ForUser(ServiceAccountUser(@namespace, name));

    /// <summary>
    /// A pod's service account as PSP admission asks about it: nobody has logged in, so it is not in <c>system:authenticated</c>.
    /// </summary>
    public static PolicyIdentity ForPodServiceAccount(string @namespace, string name) =>
        new(ServiceAccountUser(@namespace, name), ServiceAccountGroups(@namespace));

    /// <summary>Compares groups by value and in order, as a record does not.</summary>
    public bool Equals(PolicyIdentity? other) => other is not null && User == other.User && Groups.SequenceEqual(other.Groups);

    public override int GetHashCode() => HashCode.Combine(User, Groups.Count);

    public override string ToString() => User;

    internal static string ServiceAccountUser(string @namespace, string name) => $"{ServiceAccountPrefix}{@namespace}:{name}";

    private static string[] ServiceAccountGroups(string @namespace) => [ServiceAccountsGroup, $"{ServiceAccountsGroup}:{@namespace}"];
}
