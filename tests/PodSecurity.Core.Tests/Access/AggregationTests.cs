using PodSecurity.Api;
using static PodSecurity.Testing.Clusters.Rbac;

namespace PodSecurity.Core.Tests.Access;

public sealed class AggregationTests
{
    private static readonly RbacRole Part = ClusterRole("part", Use("restricted")).Labelled("to", "edit");

    public static TheoryData<string, LabelSelector, bool> Selectors => new()
    {
        { "label", Labels("to", "edit"), true },
        { "label of another value", Labels("to", "view"), false },
        { "absent label", Labels("from", "edit"), false },
        { "empty selects everything", new LabelSelector(), true },
        { "in", Expression("to", "In", "view", "edit"), true },
        { "not listed", Expression("to", "In", "view"), false },
        { "in, absent", Expression("from", "In", "edit"), false },
        { "not in", Expression("to", "NotIn", "edit"), false },
        { "not in others", Expression("to", "NotIn", "view"), true },
        { "not in, absent", Expression("from", "NotIn", "edit"), true },
        { "exists", Expression("to", "Exists"), true },
        { "exists, absent", Expression("from", "Exists"), false },
        { "does not exist", Expression("to", "DoesNotExist"), false },
        { "does not exist, absent", Expression("from", "DoesNotExist"), true },
        { "unknown operator", Expression("to", "Gt", "1"), false },
    };

    [Theory]
    [MemberData(nameof(Selectors))]
    public void Rules_come_from_the_selected_roles(string what, LabelSelector selector, bool selected) =>
        Assert.True(selected == MayUse("restricted", Part, Aggregated("whole", selector)), what);

    [Fact]
    public void All_parts_of_a_selector_must_hold()
    {
        var both = Labels("to", "edit");
        both.MatchExpressions = Expression("from", "Exists").MatchExpressions;

        Assert.False(MayUse("restricted", Part, Aggregated("whole", both)));
    }

    [Fact]
    public void One_selector_of_several_is_enough() =>
        Assert.True(MayUse("restricted", Part, Aggregated("whole", Labels("x", "y"), Labels("to", "edit"))));

    [Fact]
    public void Aggregated_roles_aggregate_in_turn_and_in_circles()
    {
        var middle = Aggregated("middle", Labels("to", "edit"), Labels("to", "admin")).Labelled("to", "admin");
        var whole = Aggregated("whole", Labels("to", "admin")).Labelled("to", "admin");

        Assert.True(MayUse("restricted", Part, middle, whole));
    }

    [Fact]
    public void Stored_rules_give_way_to_what_the_controller_would_write()
    {
        var whole = Aggregated("whole", Labels("to", "edit"));
        whole.Rules = [Use("stale")];

        Assert.False(MayUse("stale", Part, whole));
        Assert.True(MayUse("restricted", Part, whole));
    }

    [Fact]
    public void Stored_rules_count_when_no_selected_role_is_at_hand()
    {
        var whole = Aggregated("whole", Labels("to", "edit"));
        whole.Rules = [Use("stored")];

        Assert.True(MayUse("stored", whole));
    }

    private static bool MayUse(string policy, params RbacRole[] roles) =>
        AccessOf(roles, Everywhere("b", "whole", User("ann"))).MayUse(PolicyIdentity.ForUser("ann"), null, policy);

    private static LabelSelector Labels(string key, string value) =>
        new() { MatchLabels = new Dictionary<string, string> { [key] = value } };

    private static LabelSelector Expression(string key, string @operator, params string[] values) =>
        new() { MatchExpressions = [new() { Key = key, Operator = @operator, Values = values }] };
}
