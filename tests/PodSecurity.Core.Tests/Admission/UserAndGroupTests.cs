using PodSecurity.Api;

namespace PodSecurity.Core.Tests.Admission;

public sealed class UserAndGroupTests
{
    private const string Must = """{"runAsUser": {"rule": "MustRunAs", "ranges": [{"min": 10, "max": 20}, {"min": 30, "max": 30}]}}""";

    [Theory]
    [InlineData("{}", "{}", "/spec/containers/0/securityContext/runAsUser: (none) -> 10")]
    [InlineData("""{"runAsUser": 15}""", "{}", "")]
    [InlineData("{}", """{"runAsUser": 30}""", "")]
    [InlineData("{}", """{"runAsUser": 20}""", "")]
    [InlineData("""{"runAsUser": 15}""", """{"runAsUser": 21}""",
        "Denied: spec.containers[0].securityContext.runAsUser: Invalid value: 21: must be in the ranges: [{10 20} {30 30}]")]
    [InlineData("""{"runAsUser": 0}""", "{}",
        "Denied: spec.containers[0].securityContext.runAsUser: Invalid value: 0: must be in the ranges: [{10 20} {30 30}]")]
    public void MustRunAs_defaults_to_the_first_minimum_and_judges_the_effective_user(string pod, string container, string answer) =>
        Assert.Equal(answer, Contexts(pod, container).Answer(Given.Policy(Must)));

    [Theory]
    [InlineData("{}", "{}", "/spec/containers/0/securityContext/runAsNonRoot: (none) -> true")]
    [InlineData("""{"runAsUser": 1}""", "{}", "")]
    [InlineData("""{"runAsNonRoot": true}""", "{}", "")]
    [InlineData("""{"runAsNonRoot": true, "runAsUser": 0}""", "{}",
        "Denied: spec.containers[0].securityContext.runAsUser: Invalid value: 0: running with the root UID is forbidden")]
    [InlineData("""{"runAsNonRoot": true}""", """{"runAsNonRoot": false, "runAsUser": 0}""",
        "Denied: spec.containers[0].securityContext.runAsNonRoot: Invalid value: false: must be true")]
    public void MustRunAsNonRoot_marks_only_containers_that_say_nothing(string pod, string container, string answer) =>
        Assert.Equal(answer, Contexts(pod, container).Answer(Given.Policy("""{"runAsUser": {"rule": "MustRunAsNonRoot"}}""")));

    [Theory]
    [InlineData("MustRunAs", "{}", "/spec/containers/0/securityContext/runAsGroup: (none) -> 10")]
    [InlineData("MayRunAs", "{}", "")]
    [InlineData("MayRunAs", """{"runAsGroup": 9}""",
        "Denied: spec.containers[0].securityContext: Invalid value: []int64{9}: group 9 must be in the ranges: [{10 20}]")]
    public void A_group_out_of_range_is_reported_on_the_security_context(string rule, string container, string answer) =>
        Assert.Equal(answer, Contexts("{}", container).Answer(Given.Policy(Group("runAsGroup", rule))));

    [Theory]
    [InlineData("MustRunAs", "{}", "/spec/securityContext/fsGroup: (none) -> 10")]
    [InlineData("MayRunAs", "{}", "")]
    [InlineData("MayRunAs", """{"fsGroup": 21}""",
        "Denied: spec.securityContext.fsGroup: Invalid value: []int64{21}: group 21 must be in the ranges: [{10 20}]")]
    public void FSGroup(string rule, string pod, string answer) =>
        Assert.Equal(answer, Contexts(pod, "{}").Answer(Given.Policy(Group("fsGroup", rule))));

    [Theory]
    [InlineData("MustRunAs", "{}", "/spec/securityContext/supplementalGroups: (none) -> [10]")]
    [InlineData("MustRunAs", """{"supplementalGroups": []}""",
        "Denied: spec.securityContext.supplementalGroups: Invalid value: []int64{}: unable to validate empty groups against required ranges")]
    [InlineData("MayRunAs", """{"supplementalGroups": []}""", "")]
    [InlineData("MayRunAs", """{"supplementalGroups": [10, 1, 2]}""",
        "Denied: spec.securityContext.supplementalGroups: Invalid value: []int64{10, 1, 2}: group 1 must be in the ranges: [{10 20}]; "
        + "spec.securityContext.supplementalGroups: Invalid value: []int64{10, 1, 2}: group 2 must be in the ranges: [{10 20}]")]
    public void An_explicit_empty_list_of_groups_is_not_defaulted(string rule, string pod, string answer) =>
        Assert.Equal(answer, Contexts(pod, "{}").Answer(Given.Policy(Group("supplementalGroups", rule))));

    [Fact]
    public void A_stored_template_has_no_empty_list_of_groups() => Assert.Equal(
        "/spec/securityContext/supplementalGroups: (none) -> [10]",
        Documents.Decode("""
            {"apiVersion":"apps/v1","kind":"Deployment","metadata":{"name":"d"},"spec":{"template":{"spec":{"securityContext":{"supplementalGroups":[]}}}}}
            """).Answer(Given.Policy(Group("supplementalGroups", "MustRunAs"))));

    [Theory]
    [InlineData("""{"runAsUser": {"rule": "MustRunAs"}}""", "MustRunAs requires at least one range")]
    [InlineData("""{"runAsUser": null}""", "Unrecognized RunAsUser strategy type ")]
    [InlineData("""{"runAsGroup": {"rule": "Never"}}""", "Unrecognized RunAsGroup strategy type Never")]
    [InlineData("""{"fsGroup": {"rule": "MayRunAs", "ranges": []}}""", "ranges must be supplied for MayRunAs")]
    [InlineData("""{"supplementalGroups": {"rule": "MustRunAs"}}""", "ranges must be supplied for MustRunAs")]
    [InlineData("""{"seLinux": {"rule": "MustRunAs"}}""", "MustRunAs requires SELinuxOptions")]
    [InlineData("""{"seLinux": {"rule": "runasany"}}""", "Unrecognized SELinuxContext strategy type runasany")]
    public void A_policy_whose_strategy_cannot_be_built_admits_nothing(string spec, string reason)
    {
        var policy = Given.Policy(spec);
        Assert.Equal(reason, new PodSecurity.Admission.PspAdmission([policy]).UnusablePolicies["psp"]);
        Assert.Equal(
            "pods \"p\" is forbidden: PodSecurityPolicy: no providers available to validate pod request",
            Given.Pod().Decide(policy).Message);
    }

    private static string Group(string field, string rule) => $$$"""{"{{{field}}}": {"rule": "{{{rule}}}", "ranges": [{"min": 10, "max": 20}]}}""";

    private static Workload Contexts(string pod, string container) =>
        Given.Pod($$$"""{"securityContext": {{{pod}}}, "containers": [{"name": "c", "securityContext": {{{container}}}}]}""");
}
