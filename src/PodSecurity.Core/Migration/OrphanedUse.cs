using PodSecurity.Access;
using PodSecurity.Api;
using PodSecurity.Change;
using PodSecurity.Verdicts;

namespace PodSecurity.Migration;

/// <summary>
/// Roles that give the use of policies which are not there, and what has to be changed so that they do not: the policies leave the rules, a
/// rule that says nothing else goes, and so does a role without any other rule, together with its bindings.
/// </summary>
/// <param name="rules">All roles and bindings.</param>
/// <param name="isThere">Whether there is a policy of this name; null where there is none at all, as from Kubernetes 1.25 on.</param>
/// <param name="counts">Which names of policies are to be cleaned up; null: all.</param>
public sealed class OrphanedUse(PolicyState rules, Func<string, bool>? isThere = null, Func<string, bool>? counts = null)
{
    // The server itself keeps these up to date.
    private const string AutoUpdate = "rbac.authorization.kubernetes.io/autoupdate";

    /// <summary>In an order in which nothing refers to what is not there.</summary>
    public IReadOnlyList<ObjectChange> Changes => field ??= [.. Find()];

    private IEnumerable<ObjectChange> Find()
    {
        var cleaned = rules.Roles.Where(role => role.AggregationRule is null && !IsOfServer(role))
            .Select(role => (Role: role, Rules: Clean(role.Rules ?? [])))
            .Where(pair => pair.Rules is not null).ToList();
        var emptied = cleaned.Where(pair => pair.Rules!.Count == 0).Select(pair => pair.Role).ToList();
        var catalog = new RoleCatalog(rules.Roles);
        return
        [
            .. rules.Bindings.Where(binding => catalog.Find(binding.RoleRef, binding.Scope) is { } role && emptied.Contains(role))
                .Select(binding => new ObjectChange(
                    binding.Scope is null ? ResourceTypes.ClusterRoleBindings : ResourceTypes.RoleBindings, binding.Scope,
                    binding.Metadata.Name, binding.ToJson(), null)),
            .. emptied.Select(role => Change(role, null)),
            .. cleaned.Where(pair => pair.Rules!.Count > 0).Select(pair => Change(pair.Role, pair.Rules)),
        ];
    }

    private static ObjectChange Change(RbacRole role, List<RbacRule>? rules)
    {
        var after = rules is null ? null : new RbacRole
        {
            Kind = role.Kind, Metadata = role.Metadata, Rules = rules, UnknownJson = role.UnknownJson,
        };
        return new(
            role.IsClusterWide ? ResourceTypes.ClusterRoles : ResourceTypes.Roles, role.IsClusterWide ? null : role.Metadata.Namespace,
            role.Metadata.Name, role.ToJson(), after?.ToJson());
    }

    private static bool IsOfServer(RbacRole role) => role.Metadata.Annotations.GetValueOrDefault(AutoUpdate) == "true";

    /// <summary>The rules that are left; null when none names what is gone.</summary>
    private List<RbacRule>? Clean(IEnumerable<RbacRule> former)
    {
        var changed = false;
        var left = new List<RbacRule>();
        foreach (var rule in former)
        {
            var kept = Clean(rule);
            changed |= !ReferenceEquals(kept, rule);
            if (kept is not null)
            {
                left.Add(kept);
            }
        }
        return changed ? left : null;
    }

    private RbacRule? Clean(RbacRule rule)
    {
        // Whoever may do everything loses nothing by name.
        if (rule.Resources?.Contains(PolicyUseRequest.Resource) != true || rule.ApiGroups?.Any(PolicyUseRequest.ApiGroups.Contains) != true)
        {
            return rule;
        }
        var names = rule.ResourceNames ?? [];
        var left = names.Where(name => isThere?.Invoke(name) == true || counts?.Invoke(name) == false).ToList();
        if (names.Count == 0 ? isThere is not null || counts is not null : left.Count == names.Count)
        {
            return rule;
        }
        var others = rule.Resources.Where(resource => resource != PolicyUseRequest.Resource).ToList();
        // Names of a rule mean all its resources: they go only when no other resource is meant.
        return left.Count > 0 ? others.Count > 0 ? rule : With(rule, rule.Resources, left)
            : others.Count > 0 ? With(rule, others, rule.ResourceNames)
            : null;
    }

    private static RbacRule With(RbacRule rule, IList<string> resources, IList<string>? names) => new()
    {
        ApiGroups = rule.ApiGroups,
        Resources = resources,
        Verbs = rule.Verbs,
        ResourceNames = names,
        NonResourceURLs = rule.NonResourceURLs,
        UnknownJson = rule.UnknownJson,
    };
}
