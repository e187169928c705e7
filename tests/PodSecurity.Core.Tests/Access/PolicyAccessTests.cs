using PodSecurity.Api;
using PodSecurity.Cluster;
using static PodSecurity.Testing.Clusters.Rbac;

namespace PodSecurity.Core.Tests.Access;

public sealed class PolicyAccessTests
{
    private static readonly RbacRole[] Roles = [ClusterRole("restricted", Use("restricted")), Role("team-a", "local", Use("restricted"))];
    private static readonly PolicyIdentity Ann = PolicyIdentity.ForUser("ann", ["dev"]);
    private static readonly PolicyIdentity Web = PolicyIdentity.ForServiceAccount("team-a", "web");

    public static TheoryData<string, RbacBinding, PolicyIdentity, string?, bool> Bindings => new()
    {
        { "user", Everywhere("b", "restricted", User("ann")), Ann, "team-a", true },
        { "user, asked about everywhere", Everywhere("b", "restricted", User("ann")), Ann, null, true },
        { "user by another case", Everywhere("b", "restricted", User("Ann")), Ann, "team-a", false },
        { "group", Everywhere("b", "restricted", Group("dev")), Ann, "team-a", true },
        { "a group of the user's name", Everywhere("b", "restricted", Group("ann")), Ann, "team-a", false },
        { "everybody who is authenticated", Everywhere("b", "restricted", Group("system:authenticated")), Ann, null, true },
        { "the anonymous are not authenticated", Everywhere("b", "restricted", Group("system:authenticated")), PolicyIdentity.ForUser(
            "system:anonymous"), null, false },
        { "the anonymous", Everywhere("b", "restricted", Group("system:unauthenticated")), PolicyIdentity.ForUser(
            "system:anonymous"), null, true },
        { "service account", Everywhere("b", "restricted", Account("team-a", "web")), Web, "team-b", true },
        { "service account of another namespace", Everywhere("b", "restricted", Account("team-b", "web")), Web, "team-b", false },
        { "service account as a user", Everywhere("b", "restricted", User("system:serviceaccount:team-a:web")), Web, "team-a", true },
        { "all service accounts", Everywhere("b", "restricted", Group("system:serviceaccounts")), Web, "team-b", true },
        { "service accounts of a namespace", Everywhere("b", "restricted", Group("system:serviceaccounts:team-a")), Web, "team-b", true },
        { "service accounts of another namespace", Everywhere(
            "b", "restricted", Group("system:serviceaccounts:team-b")), Web, "team-a", false },
        { "no namespace in a cluster role binding is nobody", Everywhere("b", "restricted", Account(null, "web")), Web, "team-a", false },
        { "no namespace in a role binding is the binding's", In(
            "team-a", "b", "ClusterRole", "restricted", Account(null, "web")), Web, "team-a", true },
        { "an empty namespace likewise", In("team-a", "b", "ClusterRole", "restricted", Account("", "web")), Web, "team-a", true },
        { "role binding elsewhere", In("team-b", "b", "ClusterRole", "restricted", Account("team-a", "web")), Web, "team-a", false },
        { "role binding, asked about everywhere", In("team-a", "b", "ClusterRole", "restricted", Account(null, "web")), Web, null, false },
        { "role binding to a role", In("team-a", "b", "Role", "local", User("ann")), Ann, "team-a", true },
        { "a role of another namespace", In("team-b", "b", "Role", "local", User("ann")), Ann, "team-b", false },
        { "a cluster role is not found as a role", In("team-a", "b", "Role", "restricted", User("ann")), Ann, "team-a", false },
        { "a role is not found as a cluster role", In("team-a", "b", "ClusterRole", "local", User("ann")), Ann, "team-a", false },
        { "missing role", Everywhere("b", "gone", User("ann")), Ann, "team-a", false },
        { "subject kinds are matched by case", Everywhere(
            "b", "restricted", new RbacSubject { Kind = "user", Name = "ann" }), Ann, null, false },
        { "a subject's apiGroup does not matter", Everywhere(
            "b", "restricted", new RbacSubject { Kind = "User", Name = "ann", ApiGroup = "x" }), Ann, null, true },
        { "a user's namespace does not matter", Everywhere(
            "b", "restricted", new RbacSubject { Kind = "User", Name = "ann", Namespace = "x" }), Ann, null, true },
        { "no subjects", Everywhere("b", "restricted"), Ann, null, false },
    };

    [Theory]
    [MemberData(nameof(Bindings))]
    public void A_binding_reaches_whom_the_authorizer_says(
        string what, RbacBinding binding, PolicyIdentity identity, string? @namespace, bool allowed)
    {
        var access = AccessOf(Roles, binding);

        Assert.True(allowed == access.MayUse(identity, @namespace, "restricted"), what);
        Assert.Equal(allowed, access.ReviewUse(identity, @namespace, "restricted").Allowed);
        Assert.Equal(allowed, access.Grants(["restricted"]).Any(grant =>
            grant.Status == nameof(PolicyGrantStatus.Effective) && grant.AppliesTo(
                identity) && (grant.Namespace is null || grant.Namespace == @namespace)));
    }

    [Fact]
    public void A_cluster_role_binding_never_gives_a_role()
    {
        var binding = Everywhere("b", "local", User("ann"));
        binding.RoleRef.Kind = "Role";

        Assert.False(AccessOf(Roles, binding).MayUse(Ann, "team-a", "restricted"));
        Assert.Equal(
            "RBAC: role.rbac.authorization.k8s.io \"local\" not found", AccessOf(Roles, binding).ReviewUse(
                Ann, "team-a", "restricted").Reason);
    }

    [Fact]
    public void Masters_are_told_yes_without_any_binding_but_admission_asks_for_one()
    {
        var root = PolicyIdentity.ForUser("root", ["system:masters"]);
        var admin = AccessOf(
            [ClusterRole("cluster-admin", Rule(["*"], ["*"], ["*"]))], Everywhere(
                "cluster-admin", "cluster-admin", Group("system:masters")));

        Assert.Equal(new AccessAnswer(true, ""), AccessOf([]).ReviewUse(root, "team-a", "restricted"));
        Assert.False(AccessOf([]).MayUse(root, "team-a", "restricted"));
        Assert.True(admin.MayUse(root, "team-a", "restricted"));
    }

    [Fact]
    public void The_reason_is_the_servers()
    {
        var access = AccessOf(
            Roles,
            In("team-a", "z", "ClusterRole", "restricted", Group("other"), Account(null, "web")),
            Everywhere("a", "restricted", Group("dev")));

        Assert.Equal(
            "RBAC: allowed by RoleBinding \"z/team-a\" of ClusterRole \"restricted\" to ServiceAccount \"web/team-a\"",
            access.ReviewUse(Web, "team-a", "restricted").Reason);
        Assert.Equal(
            "RBAC: allowed by ClusterRoleBinding \"a\" of ClusterRole \"restricted\" to Group \"dev\"",
            access.ReviewUse(Ann, "team-a", "restricted").Reason);
    }

    [Fact]
    public void A_refusal_names_each_missing_role_once()
    {
        var access = AccessOf(
            Roles, Everywhere("a", "gone", User("ann")), Everywhere("b", "gone", Group("dev")), In(
                "team-a", "c", "Role", "lost", User("ann")));

        Assert.Equal(
            "RBAC: [clusterrole.rbac.authorization.k8s.io \"gone\" not found, role.rbac.authorization.k8s.io \"lost\" not found]",
            access.ReviewUse(Ann, "team-a", "restricted").Reason);
        Assert.Equal("", access.ReviewUse(Web, "team-a", "restricted").Reason);
    }

    [Fact]
    public void Grants_name_each_subject_binding_and_role()
    {
        var access = AccessOf(
            [.. Roles, ClusterRole("all", Rule(["*"], ["*"], ["*"])), ClusterRole("stale", Use("gone", "restricted")), ClusterRole(
                "view", Rule([""], ["pods"], ["get"]))],
            Everywhere("admins", "all", Group("ops")),
            Everywhere("stale", "stale", User("ann")),
            Everywhere("view", "view", User("ann")),
            In("team-a", "local", "Role", "local", Account(null, "web")),
            In("team-a", "lost", "Role", "lost", User("bob")));

        Assert.Equal(
            [
                new PolicyGrant("baseline", "Group", "ops", null, null, "ClusterRoleBinding/admins", "ClusterRole/all"),
                new PolicyGrant("restricted", "Group", "ops", null, null, "ClusterRoleBinding/admins", "ClusterRole/all"),
                new PolicyGrant("restricted", "ServiceAccount", "web", "team-a", "team-a", "RoleBinding/team-a/local", "Role/team-a/local"),
                new PolicyGrant(
                    null, "User", "bob", null, "team-a", "RoleBinding/team-a/lost", "Role/team-a/lost", nameof(
                        PolicyGrantStatus.RoleMissing)),
                new PolicyGrant("restricted", "User", "ann", null, null, "ClusterRoleBinding/stale", "ClusterRole/stale"),
                new PolicyGrant(
                    "gone", "User", "ann", null, null, "ClusterRoleBinding/stale", "ClusterRole/stale", nameof(
                        PolicyGrantStatus.PolicyMissing)),
            ],
            access.Grants(["restricted", "baseline"]));
    }
}
