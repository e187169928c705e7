using PodSecurity.Api;
using static PodSecurity.Testing.Clusters.Rbac;

namespace PodSecurity.Core.Tests.Access;

public sealed class RuleMatchingTests
{
    [Theory]
    [InlineData("policy", "podsecuritypolicies", "use", null, true)]
    [InlineData("extensions", "podsecuritypolicies", "use", null, true)]
    [InlineData("*", "*", "*", null, true)]
    [InlineData("policy", "podsecuritypolicies", "use", "restricted", true)]
    [InlineData("policy", "podsecuritypolicies", "use", "other", false)]
    [InlineData("policy", "podsecuritypolicies", "use", "Restricted", false)]
    [InlineData("policy", "podsecuritypolicies", "use", "*", false)] // a name, not a wildcard
    [InlineData("policy", "podsecuritypolicies", "use", "", false)]
    [InlineData("apps", "podsecuritypolicies", "use", null, false)]
    [InlineData("", "podsecuritypolicies", "use", null, false)]
    [InlineData("Policy", "podsecuritypolicies", "use", null, false)]
    [InlineData("policy", "PodSecurityPolicies", "use", null, false)]
    [InlineData("policy", "podsecuritypolicy", "use", null, false)]
    [InlineData("policy", "podsecuritypolicies/*", "use", null, false)]
    [InlineData("policy", "*/*", "use", null, false)]
    [InlineData("policy", "*/podsecuritypolicies", "use", null, false)]
    [InlineData("policy", "podsecuritypolicies", "get", null, false)]
    [InlineData("policy", "podsecuritypolicies", "Use", null, false)]
    public void A_rule_gives_use_as_the_authorizer_matches_it(string group, string resource, string verb, string? name, bool allowed)
    {
        var rule = Rule([group], [resource], [verb], name is null ? null : [name]);
        var access = AccessOf([ClusterRole("r", rule)], Everywhere("b", "r", User("ann")));

        Assert.Equal(allowed, access.MayUse(PolicyIdentity.ForUser("ann"), null, "restricted"));
        Assert.Equal(allowed, access.ReviewUse(PolicyIdentity.ForUser("ann"), null, "restricted").Allowed);
    }

    [Fact]
    public void No_resource_names_is_every_policy_and_so_is_an_empty_list()
    {
        var access = AccessOf(
            [ClusterRole("r", Rule(["policy"], ["podsecuritypolicies"], ["use"], []))], Everywhere("b", "r", User("ann")));

        Assert.True(access.MayUse(PolicyIdentity.ForUser("ann"), null, "anything"));
    }

    [Fact]
    public void An_empty_name_among_others_takes_nothing_away_and_gives_nothing()
    {
        var access = AccessOf([ClusterRole("r", Use("", "restricted"))], Everywhere("b", "r", User("ann")));

        Assert.True(access.MayUse(PolicyIdentity.ForUser("ann"), null, "restricted"));
        Assert.False(access.MayUse(PolicyIdentity.ForUser("ann"), null, "other"));
    }

    [Fact]
    public void Rules_add_up_but_do_not_mix()
    {
        var access = AccessOf(
            [ClusterRole("r", Rule(["policy"], ["podsecuritypolicies"], ["get"]), Rule(["policy"], ["pods"], ["use"]), new RbacRule())],
            Everywhere("b", "r", User("ann")));

        Assert.False(access.MayUse(PolicyIdentity.ForUser("ann"), null, "restricted"));
    }
}
