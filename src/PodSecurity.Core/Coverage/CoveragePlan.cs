using System.Text.Json.Nodes;
using PodSecurity.Api;
using PodSecurity.Change;
using PodSecurity.Impact;
using PodSecurity.Verdicts;

namespace PodSecurity.Coverage;

/// <summary>Proposals taken together: the objects that they are, and the change that making them would be.</summary>
public static class CoveragePlan
{
    /// <summary>The new policies, then the roles and bindings, each once.</summary>
    public static IEnumerable<JsonObject> Objects(IReadOnlyCollection<PspCoverage> plan) =>
    [
        .. plan.Select(cover => cover.NewPolicy).OfType<PodSecurityPolicy>().Select(PolicyBody.Of),
        .. Grants(plan).SelectMany(grant => grant.Objects()),
    ];

    /// <summary>The change with the policies and grants of the plan as Grant-PspUse would make them, beside what there is.</summary>
    /// <param name="foreign">Told of each grant that would have to write over what others made, which is left out.</param>
    public static PolicyChange AddTo(
        PolicyChange change, PolicyState state, IReadOnlyCollection<PspCoverage> plan, Action<UseGrant, UsePlan> foreign)
    {
        change = change with { Policies = [.. change.Policies, .. plan.Select(cover => cover.NewPolicy).OfType<PodSecurityPolicy>()] };
        foreach (var grant in Grants(plan))
        {
            var afterwards = change.ApplyTo(state);
            var (roleKey, bindingKey) = (KeyOf(grant, grant.RoleType), KeyOf(grant, grant.BindingType));
            var role = afterwards.Roles.FirstOrDefault(role => RbacKey.Of(role) == roleKey);
            var binding = afterwards.Bindings.FirstOrDefault(binding => RbacKey.Of(binding) == bindingKey);
            if (grant.PlanGrant(role, binding, takeOver: false) is { Foreign.Count: > 0 } refused)
            {
                foreign(grant, refused);
                continue;
            }
            change = change with
            {
                Roles = [.. change.Roles.Where(other => RbacKey.Of(other) != roleKey), grant.WantedRole(role)],
                Bindings = [.. change.Bindings.Where(other => RbacKey.Of(other) != bindingKey), grant.WantedBinding(binding)],
            };
        }
        return change;
    }

    private static RbacKey KeyOf(UseGrant grant, ResourceType type) => new(type.Kind, grant.Namespace, grant.ObjectName);

    private static IEnumerable<UseGrant> Grants(IEnumerable<PspCoverage> plan) =>
        UseGrant.Merge(plan.Select(cover => cover.ToGrant()).OfType<UseGrant>());
}
