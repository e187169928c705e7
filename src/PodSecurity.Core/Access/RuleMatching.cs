using PodSecurity.Api;
using PodSecurity.Cluster;

namespace PodSecurity.Access;

/// <summary>
/// Whether a rule of a role covers a request for a resource, as the RBAC authorizer matches them: exact, case-sensitive, <c>*</c> for all.
/// </summary>
/// <remarks>
/// <c>*</c> means "all" only in verbs, apiGroups and resources: among resourceNames it is a name like any other. Patterns such as
/// <c>*/*</c> or <c>podsecuritypolicies/*</c> speak of subresources and never of the resource itself.
/// </remarks>
internal static class RuleMatching
{
    private const string All = "*";

    public static bool Covers(this RbacRule rule, AccessQuestion question) =>
        Has(rule.Verbs, question.Verb) && Has(rule.ApiGroups, question.ApiGroup) && Has(rule.Resources, question.Resource)
        && (rule.ResourceNames is not { Count: > 0 } names || names.Contains(question.Name ?? ""));

    /// <summary>Whether the rule gives <c>use</c> of policies, in one of the two API groups that PSP admission asks about.</summary>
    public static bool CoversUse(this RbacRule rule) => PolicyUseRequest.ApiGroups.Any(rule.CoversUseIn);

    /// <summary>Whether the rule gives <c>use</c> of policies in this API group.</summary>
    public static bool CoversUseIn(this RbacRule rule, string group) =>
        Has(rule.Verbs, PolicyUseRequest.Verb) && Has(rule.Resources, PolicyUseRequest.Resource) && Has(rule.ApiGroups, group);

    private static bool Has(IList<string>? allowed, string wanted) =>
        allowed is not null && (allowed.Contains(wanted) || allowed.Contains(All));
}

/// <summary>What PSP admission asks the authorizer for a policy: the verb on the resource, in the first API group that allows it.</summary>
public static class PolicyUseRequest
{
    public const string Verb = "use";
    public const string Resource = "podsecuritypolicies";

    public static IReadOnlyList<string> ApiGroups { get; } = ResourceTypes.PolicyGroups;

    /// <summary>The rule of a role that allows the use of these policies.</summary>
    public static RbacRule RuleFor(params IEnumerable<string> policies) =>
        new() { ApiGroups = [ApiGroups[0]], Resources = [Resource], Verbs = [Verb], ResourceNames = [.. policies] };
}
