namespace PodSecurity.Core.Tests.Admission.Strategies;

public sealed class GroupStrategyTests
{
    [Theory]
    [InlineData("MustRunAs", "{}", "/spec/containers/0/securityContext/runAsGroup: (none) -> 10")]
    [InlineData("MayRunAs", "{}", "")]
    [InlineData("MayRunAs", """{"runAsGroup": 9}""",
        "Denied: spec.containers[0].securityContext: Invalid value: []int64{9}: group 9 must be in the ranges: [{10 20}]")]
    public void A_group_out_of_range_is_reported_on_the_security_context(string rule, string container, string answer) =>
        Assert.Equal(answer, Given.Contexts("{}", container).Answer(Given.Policy(Group("runAsGroup", rule))));

    [Theory]
    [InlineData("MustRunAs", "{}", "/spec/securityContext/fsGroup: (none) -> 10")]
    [InlineData("MayRunAs", "{}", "")]
    [InlineData("MayRunAs", """{"fsGroup": 21}""",
        "Denied: spec.securityContext.fsGroup: Invalid value: []int64{21}: group 21 must be in the ranges: [{10 20}]")]
    public void FSGroup(string rule, string pod, string answer) =>
        Assert.Equal(answer, Given.Contexts(pod, "{}").Answer(Given.Policy(Group("fsGroup", rule))));

    [Theory]
    [InlineData("MustRunAs", "{}", "/spec/securityContext/supplementalGroups: (none) -> [10]")]
    [InlineData("MustRunAs", """{"supplementalGroups": []}""",
        "Denied: spec.securityContext.supplementalGroups: Invalid value: []int64{}: unable to validate empty groups against required "
        + "ranges")]
    [InlineData("MayRunAs", """{"supplementalGroups": []}""", "")]
    [InlineData("MayRunAs", """{"supplementalGroups": [10, 1, 2]}""",
        "Denied: spec.securityContext.supplementalGroups: Invalid value: []int64{10, 1, 2}: group 1 must be in the ranges: [{10 20}]; "
        + "spec.securityContext.supplementalGroups: Invalid value: []int64{10, 1, 2}: group 2 must be in the ranges: [{10 20}]")]
    public void An_explicit_empty_list_of_groups_is_not_defaulted(string rule, string pod, string answer) =>
        Assert.Equal(answer, Given.Contexts(pod, "{}").Answer(Given.Policy(Group("supplementalGroups", rule))));

    [Fact]
    public void A_stored_template_has_no_empty_list_of_groups() => Assert.Equal(
        "/spec/securityContext/supplementalGroups: (none) -> [10]",
        Documents.Decode("""
            {"apiVersion":"apps/v1","kind":"Deployment","metadata":{"name":"d"},"spec":{"template":{"spec":{"securityContext":{"supplementalGroups":[]}}}}}
            """).Answer(Given.Policy(Group("supplementalGroups", "MustRunAs"))));

    private static string Group(string field, string rule) =>
        $$$"""{"{{{field}}}": {"rule": "{{{rule}}}", "ranges": [{"min": 10, "max": 20}]}}""";
}
