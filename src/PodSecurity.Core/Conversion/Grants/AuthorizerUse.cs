using PodSecurity.Access;
using PodSecurity.Conversion.Cel;
using PodSecurity.Conversion.Fields;

namespace PodSecurity.Conversion.Grants;

/// <summary>
/// Asks the cluster's authorizer at every request, as PSP admission did: first about the pod's service account, then about the requester.
/// A variable for each of the two, because an expression pays for two checks at most.
/// </summary>
/// <param name="apiGroups">Those whose podsecuritypolicies are asked about.</param>
internal sealed class AuthorizerUse(IReadOnlyList<string> apiGroups) : IUseOfPolicies
{
    private static readonly CelString Namespace = CelObject.Request.String("namespace");

    public IEnumerable<CelVariable> SharedVariables => [];

    public bool IsKnownToMessages => false;

    public string Description =>
        "The cluster's RBAC is asked at every request who may use a policy: keep the roles and bindings of the policies.";

    public IEnumerable<AdmissionPolicyLoss> Losses => apiGroups.Count == PolicyUseRequest.ApiGroups.Count ? [] :
    [
        AdmissionPolicyLoss.Costly(
            null, "use",
            $"Only grants in the API group {string.Join(", ", apiGroups)} count, because asking about more would cost too much for so many "
            + "policies; the cluster's roles grant through no other at present.",
            "Grant as Grant-PspUse does."),
    ];

    public IEnumerable<CelVariable> Variables(PolicyTerm policy)
    {
        var account = PodTerms.Spec.String("serviceAccountName");
        return
        [
            new(
                AccountName(policy),
                PodTerms.Spec.Has("serviceAccountName") & account.IsNot("")
                    & Ask(CelAuthorizer.OfServiceAccount(Namespace, account), policy)),
            new(UserName(policy), Ask(CelAuthorizer.OfRequester, policy)),
        ];
    }

    public CelBool MayUse(PolicyTerm policy) =>
        CelSyntax.Variable<CelBool>(AccountName(policy)) | CelSyntax.Variable<CelBool>(UserName(policy));

    public int ChecksOf(PolicyTerm policy) => 2 * apiGroups.Count;

    private CelBool Ask(CelAuthorizer authorizer, PolicyTerm policy) => CelBool.Any(apiGroups.Select(group =>
        authorizer.Allows(PolicyUseRequest.Verb, group, PolicyUseRequest.Resource, Namespace, policy.Name)));

    private static string AccountName(PolicyTerm policy) => $"account_may_use_{policy.Id}";

    private static string UserName(PolicyTerm policy) => $"user_may_use_{policy.Id}";
}
