using PodSecurity.Access;
using PodSecurity.Api;
using PodSecurity.Cluster;

namespace PodSecurity.Testing.Clusters;

/// <summary>Short forms of RBAC objects for tests.</summary>
public static class Rbac
{
    public static RbacRule Use(params string[] policies) => Rule(["policy"], ["podsecuritypolicies"], ["use"], policies);

    public static RbacRule Rule(string[] groups, string[] resources, string[] verbs, string[]? names = null) =>
        new() { ApiGroups = groups, Resources = resources, Verbs = verbs, ResourceNames = names };

    public static RbacRole ClusterRole(string name, params RbacRule[] rules) =>
        new() { Kind = "ClusterRole", Metadata = new() { Name = name }, Rules = rules };

    public static RbacRole Role(string @namespace, string name, params RbacRule[] rules) =>
        new() { Kind = "Role", Metadata = new() { Name = name, Namespace = @namespace }, Rules = rules };

    public static RbacRole Aggregated(string name, params LabelSelector[] selectors) =>
        new() { Metadata = new() { Name = name }, AggregationRule = new() { ClusterRoleSelectors = selectors } };

    public static RbacRole Labelled(this RbacRole role, string key, string value)
    {
        role.Metadata.Labels = new() { [key] = value };
        return role;
    }

    public static RbacBinding Everywhere(string name, string role, params RbacSubject[] subjects) => new()
    {
        Kind = "ClusterRoleBinding",
        Metadata = new() { Name = name },
        RoleRef = new() { Kind = "ClusterRole", Name = role },
        Subjects = subjects,
    };

    public static RbacBinding In(string @namespace, string name, string kind, string role, params RbacSubject[] subjects) => new()
    {
        Kind = "RoleBinding",
        Metadata = new() { Name = name, Namespace = @namespace },
        RoleRef = new() { Kind = kind, Name = role },
        Subjects = subjects,
    };

    public static RbacSubject User(string name) => new() { Kind = "User", Name = name, ApiGroup = RbacKinds.ApiGroup };

    public static RbacSubject Group(string name) => new() { Kind = "Group", Name = name, ApiGroup = RbacKinds.ApiGroup };

    public static RbacSubject Account(string? @namespace, string name) =>
        new() { Kind = "ServiceAccount", Name = name, Namespace = @namespace };

    public static PolicyAccess AccessOf(IEnumerable<RbacRole> roles, params RbacBinding[] bindings) => new(roles, bindings);

    /// <summary>What Test-PspUse would hear: allowed in one of the API groups, or the refusal of the first.</summary>
    public static AccessAnswer ReviewUse(this PolicyAccess access, PolicyIdentity identity, string? @namespace, string policy)
    {
        var answers = PolicyUseRequest.ApiGroups.Select(group => access.Authorize(new(
            identity.User, identity.Groups, PolicyUseRequest.Verb, group, PolicyUseRequest.Resource, policy, @namespace))).ToList();
        return answers.Find(answer => answer.Allowed) ?? answers[0];
    }
}
