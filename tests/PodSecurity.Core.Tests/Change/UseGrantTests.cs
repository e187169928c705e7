using System.Text.Json;
using PodSecurity.Access;
using PodSecurity.Api;
using PodSecurity.Api.Decoding;
using PodSecurity.Change;
using static PodSecurity.Testing.Clusters.Rbac;

namespace PodSecurity.Core.Tests.Change;

public sealed class UseGrantTests
{
    private static readonly UseGrant Web = new("restricted", "team-a", [RbacSubject.ForServiceAccount("team-a", "web")]);
    private static readonly UseGrant Everybody = new("restricted", null, [RbacSubject.ForGroup("system:authenticated")]);

    [Fact]
    public void In_a_namespace_it_is_a_role_and_a_binding_of_a_readable_name()
    {
        var plan = Web.PlanGrant(null, null, takeOver: false);

        Assert.Equal(["Create Role/team-a/psp:restricted", "Create RoleBinding/team-a/psp:restricted"], Texts(plan));
        Assert.Equal(
            """{"apiVersion":"rbac.authorization.k8s.io/v1","kind":"Role","metadata":{"name":"psp:restricted","namespace":"team-a","labels":{"app.kubernetes.io/managed-by":"PodSecurity"}},"rules":[{"apiGroups":["policy"],"resources":["podsecuritypolicies"],"verbs":["use"],"resourceNames":["restricted"]}]}""",
            plan.Changes[0].After!.ToJsonString());
        Assert.Equal(
            """{"apiVersion":"rbac.authorization.k8s.io/v1","kind":"RoleBinding","metadata":{"name":"psp:restricted","namespace":"team-a","labels":{"app.kubernetes.io/managed-by":"PodSecurity"}},"roleRef":{"apiGroup":"rbac.authorization.k8s.io","kind":"Role","name":"psp:restricted"},"subjects":[{"kind":"ServiceAccount","name":"web","namespace":"team-a"}]}""",
            plan.Changes[1].After!.ToJsonString());
    }

    [Fact]
    public void Everywhere_it_is_a_cluster_role_and_its_binding() => Assert.Equal(
        ["Create ClusterRole/psp:restricted", "Create ClusterRoleBinding/psp:restricted"], Texts(
            Everybody.PlanGrant(null, null, takeOver: false)));

    [Fact]
    public void What_is_granted_already_needs_nothing()
    {
        var (role, binding) = Made(Web);

        Assert.Empty(Web.PlanGrant(role, binding, takeOver: false).Changes);
    }

    [Fact]
    public void Another_subject_joins_those_that_are_there()
    {
        var (role, binding) = Made(Web);
        var both = Web with { Subjects = [RbacSubject.ForUser("ann"), .. Web.Subjects] };

        var plan = both.PlanGrant(role, binding, takeOver: false);

        Assert.Equal(["Replace RoleBinding/team-a/psp:restricted"], Texts(plan));
        Assert.Equal(["web", "ann"], After<RbacBinding>(plan).Single().Subjects!.Select(subject => subject.Name));
    }

    [Fact]
    public void A_service_account_without_a_namespace_is_one_of_the_bindings_namespace()
    {
        var (role, binding) = Made(Web);
        binding.Subjects = [Account(null, "web")];

        Assert.Empty(Web.PlanGrant(role, binding, takeOver: false).Changes);
    }

    [Fact]
    public void Somebody_elses_role_serves_when_it_gives_just_this()
    {
        var role = Role("team-a", "psp:restricted", Rule(["extensions", "policy"], ["podsecuritypolicies"], ["use"], ["restricted"]));

        Assert.Equal(["Create RoleBinding/team-a/psp:restricted"], Texts(Web.PlanGrant(role, null, takeOver: false)));
    }

    public static TheoryData<RbacRole> ForeignRoles => new()
    {
        Role("team-a", "psp:restricted"),
        Role("team-a", "psp:restricted", Use()),
        Role("team-a", "psp:restricted", Use("restricted", "privileged")),
        Role("team-a", "psp:restricted", Use("restricted"), Rule([""], ["pods"], ["get"])),
        Role("team-a", "psp:restricted", Rule(["policy"], ["*"], ["use"], ["restricted"])),
        Role("team-a", "psp:restricted", Rule(["*"], ["podsecuritypolicies"], ["use"], ["restricted"])),
        Role("team-a", "psp:restricted", Rule(["policy"], ["podsecuritypolicies"], ["use", "get"], ["restricted"])),
    };

    [Theory]
    [MemberData(nameof(ForeignRoles))]
    public void Somebody_elses_role_that_gives_more_or_less_is_not_touched_unasked(RbacRole role)
    {
        var refused = Web.PlanGrant(role, null, takeOver: false);
        var taken = Web.PlanGrant(role, null, takeOver: true);

        Assert.Empty(refused.Changes);
        Assert.Equal(["Role/team-a/psp:restricted"], refused.Foreign);
        Assert.Equal(["Replace Role/team-a/psp:restricted", "Create RoleBinding/team-a/psp:restricted"], Texts(taken));
        Assert.Equal(["restricted"], After<RbacRole>(taken).First().Rules!.Single().ResourceNames);
    }

    [Fact]
    public void Our_own_role_is_mended()
    {
        var (role, binding) = Made(Web);
        role.Rules = [];

        Assert.Equal(["Replace Role/team-a/psp:restricted"], Texts(Web.PlanGrant(role, binding, takeOver: false)));
    }

    [Fact]
    public void What_somebody_added_to_our_own_role_is_not_touched_unasked()
    {
        var (role, binding) = Made(Web);
        role.Rules = [Use("restricted", "privileged")];

        Assert.Equal(["Role/team-a/psp:restricted"], Web.PlanGrant(role, binding, takeOver: false).Foreign);
        Assert.Equal(["Replace Role/team-a/psp:restricted"], Texts(Web.PlanGrant(role, binding, takeOver: true)));
    }

    [Fact]
    public void Somebody_elses_binding_is_not_touched_unasked()
    {
        var (role, binding) = Made(Web);
        binding.Metadata.Labels = null;
        var ann = Web with { Subjects = [RbacSubject.ForUser("ann")] };

        Assert.Empty(Web.PlanGrant(role, binding, takeOver: false).Foreign);
        Assert.Equal(["RoleBinding/team-a/psp:restricted"], ann.PlanGrant(role, binding, takeOver: false).Foreign);
        Assert.Equal(["Replace RoleBinding/team-a/psp:restricted"], Texts(ann.PlanGrant(role, binding, takeOver: true)));
    }

    [Fact]
    public void Subjects_of_another_role_do_not_get_this_one()
    {
        var binding = In("team-a", "psp:restricted", "ClusterRole", "view", User("bob"));

        Assert.Equal(["RoleBinding/team-a/psp:restricted"], Web.PlanGrant(null, binding, takeOver: false).Foreign);
        var plan = Web.PlanGrant(null, binding, takeOver: true);
        Assert.Equal(["web"], After<RbacBinding>(plan).Last().Subjects!.Select(subject => subject.Name));
        Assert.Equal(
            [ChangeAction.Create, ChangeAction.Delete, ChangeAction.Create], plan.Changes.SelectMany(change => change.Steps()).Select(
                step => step.Action));
    }

    [Fact]
    public void The_last_subject_takes_binding_and_role_along()
    {
        var (role, binding) = Made(Web);

        Assert.Equal(
            ["Delete RoleBinding/team-a/psp:restricted", "Delete Role/team-a/psp:restricted"],
            Texts(Web.PlanRevoke([role], [binding], takeOver: false)));
    }

    [Fact]
    public void Other_subjects_stay()
    {
        var (role, binding) = Made(Web with { Subjects = [User("ann"), .. Web.Subjects] });

        var plan = Web.PlanRevoke([role], [binding], takeOver: false);

        Assert.Equal(["Replace RoleBinding/team-a/psp:restricted"], Texts(plan));
        Assert.Equal(["ann"], After<RbacBinding>(plan).Single().Subjects!.Select(subject => subject.Name));
    }

    [Fact]
    public void A_role_that_another_binding_refers_to_stays()
    {
        var (role, binding) = Made(Everybody);

        var plan = Everybody.PlanRevoke(
            [role], [binding, In("team-b", "b", "ClusterRole", role.Metadata.Name, User("ann"))], takeOver: false);

        Assert.Equal(["Delete ClusterRoleBinding/psp:restricted"], Texts(plan));
    }

    [Fact]
    public void Revoking_twice_needs_nothing() => Assert.Empty(Web.PlanRevoke([], [], takeOver: false).Changes);

    [Fact]
    public void Other_namespaces_keep_theirs()
    {
        var (role, binding) = Made(Web);

        Assert.Empty((Web with { Namespace = "team-b" }).PlanRevoke([role], [binding], takeOver: false).Changes);
        Assert.Empty((Web with { Namespace = null }).PlanRevoke([role], [binding], takeOver: false).Changes);
    }

    [Fact]
    public void Others_bindings_are_left_unless_told_and_then_only_of_roles_that_give_just_this()
    {
        RbacRole[] roles = [Role("team-a", "local", Use("restricted")), ClusterRole("admin", Rule(["*"], ["*"], ["*"]))];
        RbacBinding[] bindings = [In("team-a", "b", "Role", "local", Account(null, "web")), In(
            "team-a", "admins", "ClusterRole", "admin", Account("team-a", "web"))];

        Assert.Empty(Web.PlanRevoke(roles, bindings, takeOver: false).Changes);
        Assert.Equal(["Delete RoleBinding/team-a/b"], Texts(Web.PlanRevoke(roles, bindings, takeOver: true)));
    }

    [Fact]
    public void What_still_gives_the_use_is_said()
    {
        var (role, binding) = Made(Web);
        RbacRole[] roles = [role, ClusterRole("all", Use())];
        RbacBinding[] bindings =
        [
            binding, Everywhere("accounts", "all", Group("system:serviceaccounts")), In(
                "team-a", "web", "ClusterRole", "all", Account(null, "web")),
            In("team-b", "elsewhere", "ClusterRole", "all", Account("team-a", "web")), Everywhere("ann", "all", User("ann")),
        ];

        var plan = Web.PlanRevoke(roles, bindings, takeOver: false);

        Assert.Equal(
            ["ClusterRoleBinding/accounts", "RoleBinding/team-a/web"],
            Web.Remaining(roles, bindings, plan.Changes).Select(grant => grant.Binding).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Granting_then_revoking_leaves_nothing() => CsCheck.Check.Sample(CsCheck.Gen.Int, seed =>
    {
        var generator = new RbacGenerator(seed);
        var (roles, bindings) = (generator.Roles(), generator.Bindings());
        var grant = new UseGrant(generator.Policy(), generator.Namespace(), [RbacSubject.ForUser("new")]);
        var (role, binding) = Made(grant);

        Assert.True(
            new PolicyAccess([.. roles, role], [.. bindings, binding]).MayUse(
                PolicyIdentity.ForUser("new"), grant.Namespace, grant.Policy));
        var plan = grant.PlanRevoke([.. roles, role], [.. bindings, binding], takeOver: false);
        Assert.Equal([binding.ToString(), role.ToString()], plan.Changes.Select(change => change.Target));
        Assert.All(plan.Changes, change => Assert.Equal(ChangeAction.Delete, change.Action));
    });

    private static IEnumerable<string> Texts(UsePlan plan) => plan.Changes.Select(change => change.ToString());

    /// <summary>The objects as a first grant leaves them.</summary>
    private static (RbacRole Role, RbacBinding Binding) Made(UseGrant grant)
    {
        var plan = grant.PlanGrant(null, null, takeOver: false);
        return (After<RbacRole>(plan).First(), After<RbacBinding>(plan).Last());
    }

    private static IEnumerable<T> After<T>(UsePlan plan) =>
        plan.Changes.Select(change => (T)JsonSerializer.Deserialize(change.After, KubernetesJson.Default.GetTypeInfo(typeof(T))!)!);
}
