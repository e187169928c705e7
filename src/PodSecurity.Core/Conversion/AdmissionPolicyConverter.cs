using System.Text.Json.Nodes;
using PodSecurity.Access;
using PodSecurity.Admission;
using PodSecurity.Conversion.Engines;
using PodSecurity.Conversion.Expressions;
using PodSecurity.Conversion.Fields;
using PodSecurity.Conversion.Grants;

namespace PodSecurity.Conversion;

/// <summary>
/// Makes of PodSecurityPolicies what today's Kubernetes enforces: a pod is admitted when one of them admits it and its creator or service
/// account may use that one.
/// </summary>
public static class AdmissionPolicyConverter
{
    /// <summary>Carries over all policies that can admit a pod at all.</summary>
    /// <exception cref="AdmissionPolicyTooCostlyException">There are too many.</exception>
    /// <exception cref="ArgumentException">None of them can admit a pod.</exception>
    public static AdmissionPolicyConversion Convert(IEnumerable<PodSecurityPolicy> policies, AdmissionPolicyOptions options)
    {
        ArgumentNullException.ThrowIfNull(policies);
        ArgumentNullException.ThrowIfNull(options);
        var admission = new PspAdmission(policies);
        var terms = PolicyTerm.All(admission.Policies.Where(policy => !admission.UnusablePolicies.ContainsKey(policy.Name)));
        if (terms.Count == 0)
        {
            throw new ArgumentException("None of the policies can ever admit a pod.", nameof(policies));
        }
        var set = new PolicySet(terms, UseOf(terms, options));
        CheckSize(set, options);
        var (requirement, objects, losses) = ForEngine(set, options);
        return new()
        {
            Name = options.Name,
            Engine = options.Engine.ToString(),
            Action = options.Action.ToString(),
            Requires = requirement,
            Grants = set.Use.Description,
            Policies = [.. terms.Select(policy => policy.Name)],
            Documents = [.. objects.Select(body => new AdmissionPolicyDocument(body))],
            Losses =
            [
                .. admission.UnusablePolicies.Select(entry => AdmissionPolicyLoss.Different(
                    entry.Key, "spec", $"The policy is left out: it can never admit a pod ({entry.Value}).", "Correct or delete it.")),
                .. GeneralLosses.Of(set, options),
                .. losses,
            ],
            AuthorizerChecks = ConversionCost.Checks(set),
            EstimatedCost = ConversionCost.Of(set),
            CostLimit = ConversionCost.LimitOf(options.Engine),
        };
    }

    private static (string Requirement, IEnumerable<JsonObject> Objects, IEnumerable<AdmissionPolicyLoss> Losses) ForEngine(
        PolicySet set, AdmissionPolicyOptions options) => options.Engine switch
    {
        AdmissionPolicyEngine.Kyverno => (KyvernoPolicies.Requirement, KyvernoPolicies.Of(set, options), KyvernoPolicies.Losses),
        AdmissionPolicyEngine.Gatekeeper => (
            GatekeeperPolicies.Requirement, GatekeeperPolicies.Of(set, options), GatekeeperPolicies.Losses(options)),
        _ => (KubernetesPolicies.RequirementOf(options), KubernetesPolicies.Of(set, options), []),
    };

    private static IUseOfPolicies UseOf(IReadOnlyCollection<PolicyTerm> policies, AdmissionPolicyOptions options) => options switch
    {
        { Engine: AdmissionPolicyEngine.Kubernetes } => new AuthorizerUse(ApiGroupsToAsk(policies.Count, options)),
        { Grants: { } state } => new ResolvedUse(state, [.. policies.Select(policy => policy.Name)]),
        _ => throw new ArgumentException($"{options.Engine} needs the roles and bindings that grant the use.", nameof(options)),
    };

    private static void CheckSize(PolicySet set, AdmissionPolicyOptions options)
    {
        if (options.IncludeMutation && set.Policies.Count > ConversionCost.MostChoices)
        {
            throw new AdmissionPolicyTooCostlyException(
                $"{set.Policies.Count} policies are too many to choose one in an expression: {ConversionCost.MostChoices} are the most. "
                + "Leave out policies that nobody may use (Get-PspUse names the grants), or merge policies.");
        }
        if (set.Policies.FirstOrDefault(IsTooLong) is { } policy)
        {
            throw new AdmissionPolicyTooCostlyException(
                $"The policy '{policy.Name}' makes an expression of more than {ConversionCost.LongestExpression} characters, the most that "
                + "Kubernetes takes. Narrow its lists: prefixes, ranges and patterns that cover several entries.");
        }
    }

    private static bool IsTooLong(PolicyTerm policy) =>
        policy.RefusalsVariable.Expression.Text.Length > ConversionCost.LongestExpression;

    /// <summary>Why a policy that the server accepts can never admit a pod; null when it can.</summary>
    public static string? WhyNeverAdmits(PodSecurityPolicy policy)
    {
        ArgumentNullException.ThrowIfNull(policy);
        return new PspAdmission([policy]).UnusablePolicies.GetValueOrDefault(policy.Name);
    }

    /// <summary>Both API groups, as PSP admission does; only one where this is known to be the same and both would be too much.</summary>
    private static IReadOnlyList<string> ApiGroupsToAsk(int policies, AdmissionPolicyOptions options)
    {
        var groups = PolicyUseRequest.ApiGroups;
        if (Fits(groups.Count))
        {
            return groups;
        }
        if (Fits(1) && options.Grants is { } state && !state.Roles.SelectMany(role => role.Rules ?? []).Any(
            rule => rule.CoversUse() && !rule.CoversUseIn(groups[0])))
        {
            return [groups[0]];
        }
        throw new AdmissionPolicyTooCostlyException(
            $"{policies} policies do not fit into one admission policy: a request can ask the authorizer {ConversionCost.MostChecks} "
            + "times, and "
            + $"each policy may need {2 * groups.Count} questions. Leave out policies that nobody may use (Get-PspUse names the grants), "
            + "or "
            + $"merge policies. From a cluster or snapshot whose roles name the API group {groups[0]} alone, "
            + $"{ConversionCost.MostChecks / 2} fit.");

        bool Fits(int asked) => 2 * asked * policies <= ConversionCost.MostChecks;
    }
}
