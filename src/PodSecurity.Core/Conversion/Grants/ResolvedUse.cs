using PodSecurity.Access;
using PodSecurity.Api;
using PodSecurity.Conversion.Cel;
using PodSecurity.Conversion.Fields;
using PodSecurity.Verdicts;

namespace PodSecurity.Conversion.Grants;

/// <summary>
/// The grants of one moment, written down: for engines that cannot ask the authorizer. Who counts is the same: the requester, and the pod's
/// service account with its groups.
/// </summary>
internal sealed class ResolvedUse : IUseOfPolicies
{
    private static readonly CelString Namespace = CelObject.Request.String("namespace");
    private static readonly CelList<CelString> Users = CelSyntax.Variable<CelList<CelString>>("users");
    private static readonly CelList<CelString> Groups = CelSyntax.Variable<CelList<CelString>>("groups");

    private readonly ILookup<string, PolicyGrant> _grants;
    private readonly IReadOnlyList<string> _unused;

    public ResolvedUse(PolicyState state, IReadOnlyCollection<string> policies)
    {
        _grants = new PolicyAccess(state.Roles, state.Bindings).Grants(policies)
            .Where(grant => grant is { Policy: not null, Status: nameof(PolicyGrantStatus.Effective) }).ToLookup(grant => grant.Policy!);
        _unused = [.. policies.Where(policy => !_grants.Contains(policy))];
    }

    public IEnumerable<CelVariable> SharedVariables
    {
        get
        {
            var (info, account) = (CelObject.Request.Object("userInfo"), CelSyntax.Variable<CelString>("account"));
            var name = PodTerms.Spec.String("serviceAccountName");
            return
            [
                new("account", CelSyntax.If<CelString>(
                    PodTerms.Spec.Has("serviceAccountName") & name.IsNot(""),
                    PolicyIdentity.ServiceAccountPrefix + Namespace + ":" + name, "")),
                new("users", CelSyntax.If(
                    CelObject.Request.Has("userInfo") & info.Has("username"),
                    CelList<CelString>.Of([info.String("username"), account]), CelList<CelString>.Of([account]))),
                new("groups",
                    CelSyntax.If(
                        CelObject.Request.Has("userInfo") & info.Has("groups"), info.List<CelString>("groups"), CelList<CelString>.Empty)
                    + CelSyntax.If(
                        account.Is(""), CelList<CelString>.Empty,
                        CelList<CelString>.Of(
                            [PolicyIdentity.ServiceAccountsGroup, PolicyIdentity.ServiceAccountsGroup + ":" + Namespace]))),
            ];
        }
    }

    public bool IsKnownToMessages => true;

    public string Description => "The grants are those of the moment of the conversion, written down: convert again when bindings change.";

    public IEnumerable<AdmissionPolicyLoss> Losses =>
    [
        AdmissionPolicyLoss.NotExpressible(
            null, "use",
            "The engine cannot ask the authorizer: who may use a policy is frozen as it was when the policies were converted.",
            "Convert again after every change of roles and bindings, or use -Engine Kubernetes."),
        .. _unused.Select(policy => AdmissionPolicyLoss.Different(
            policy, "use", "Nobody may use the policy, so it admits nothing.", "Grant its use and convert again, or leave it out.")),
    ];

    public IEnumerable<CelVariable> Variables(PolicyTerm policy) => [new(NameOf(policy), Condition(_grants[policy.Name]))];

    public CelBool MayUse(PolicyTerm policy) => CelSyntax.Variable<CelBool>(NameOf(policy));

    public int ChecksOf(PolicyTerm policy) => 0;

    private static string NameOf(PolicyTerm policy) => $"may_use_{policy.Id}";

    private static CelBool Condition(IEnumerable<PolicyGrant> grants)
    {
        var places = grants.GroupBy(grant => grant.Namespace).Select(place => (Namespace: place.Key, Holders: Holders(place)))
            .GroupBy(place => place.Holders.Text);
        return CelBool.Any(places.Select(same =>
            same.Any(place => place.Namespace is null)
                ? same.First().Holders
                : Namespace.IsIn([.. same.Select(place => place.Namespace!).Order(StringComparer.Ordinal)]) & same.First().Holders));
    }

    private static CelBool Holders(IEnumerable<PolicyGrant> grants)
    {
        var byKind = grants.ToLookup(grant => grant.SubjectKind == RbacKinds.Group, Subject);
        return Any(Users, "u", byKind[false]) | Any(Groups, "g", byKind[true]);
    }

    private static CelBool Any(CelList<CelString> actual, string name, IEnumerable<string> wanted) =>
        actual.Exists(name, item => item.IsIn([.. wanted.Distinct().Order(StringComparer.Ordinal)]));

    private static string Subject(PolicyGrant grant) => grant.SubjectKind == RbacKinds.ServiceAccount
        ? PolicyIdentity.ServiceAccountUser(grant.SubjectNamespace ?? "", grant.SubjectName)
        : grant.SubjectName;
}
