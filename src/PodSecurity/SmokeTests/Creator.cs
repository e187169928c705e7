using PodSecurity.Api;
using PodSecurity.Verdicts;

namespace PodSecurity.SmokeTests;

/// <summary>
/// Somebody whose pods are tried: whoever grants name, and the default service account of each namespace where grants hold, for elsewhere
/// that of the namespace <c>default</c>.
/// </summary>
internal sealed record Creator(string Namespace, string? ServiceAccount, string? User, string? Group)
{
    private const string Default = "default";
    private const string AccountsOfNamespace = "system:serviceaccounts:";
    private const string Member = "member";

    public static IEnumerable<Creator> Of(IEnumerable<PolicyGrant> grants) => grants
        .Where(grant => grant.Status != nameof(PolicyGrantStatus.RoleMissing))
        .SelectMany(Of)
        .Append(Account(Default, Default))
        .Distinct()
        .OrderBy(creator => creator.Namespace, StringComparer.Ordinal)
        .ThenBy(creator => string.Join('\0', creator.ServiceAccount, creator.User, creator.Group), StringComparer.Ordinal);

    /// <summary>What becomes of the example pods.</summary>
    public IEnumerable<SmokeTestPod> Judge(PolicyState state)
    {
        var test = new PodTest(state, new()
        {
            Namespace = Namespace,
            ServiceAccount = ServiceAccount,
            Requester = User is null ? null : PolicyIdentity.ForUser(User, Group is null ? null : [Group]),
        });
        return ExamplePods.Read().Select(pod => new SmokeTestPod(pod.Name, Namespace, Parameters(), test.Test(pod).Policy));
    }

    private static IEnumerable<Creator> Of(PolicyGrant grant)
    {
        if (grant.Namespace is { } @namespace)
        {
            yield return Account(@namespace, Default);
        }
        switch (grant.SubjectKind)
        {
            case RbacKinds.ServiceAccount:
                yield return Account(grant.SubjectNamespace ?? Default, grant.SubjectName);
                break;
            case RbacKinds.Group when grant.SubjectName.StartsWith(AccountsOfNamespace, StringComparison.Ordinal):
                yield return Account(grant.SubjectName[AccountsOfNamespace.Length..], Default);
                break;
            case RbacKinds.Group:
                yield return new(grant.Namespace ?? Default, null, Member, grant.SubjectName);
                break;
            default:
                yield return new(grant.Namespace ?? Default, null, grant.SubjectName, null);
                break;
        }
    }

    private static Creator Account(string @namespace, string name) => new(@namespace, name, null, null);

    private SortedDictionary<string, string> Parameters()
    {
        var parameters = new SortedDictionary<string, string>(StringComparer.Ordinal);
        if (ServiceAccount is not null)
        {
            parameters["ServiceAccount"] = $"{Namespace}:{ServiceAccount}";
        }
        if (User is not null)
        {
            parameters["User"] = User;
        }
        if (Group is not null)
        {
            parameters["Group"] = Group;
        }
        return parameters;
    }
}
