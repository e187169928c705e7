using PodSecurity.Admission;
using PodSecurity.Api;

namespace PodSecurity.Core.Tests.Admission;

/// <summary>Which of several policies wins, and what is said when none does.</summary>
public sealed class ChoiceTests
{
    private static readonly PodSecurityPolicy Changing = Given.Policy("""{"readOnlyRootFilesystem": true}""", name: "a-changing");
    private static readonly PodSecurityPolicy AlsoChanging = Given.Policy("""{"readOnlyRootFilesystem": true}""", name: "b-changing");
    private static readonly PodSecurityPolicy Open = Given.Policy(name: "z-open");
    private static readonly PodSecurityPolicy Refusing = Given.Policy("""{"hostNetwork": false}""", name: "m-refusing");
    private static readonly PodSecurityPolicy Unusable = Given.Policy("""{"fsGroup": null}""", name: "0-unusable");

    [Fact]
    public void A_policy_that_changes_nothing_beats_an_earlier_name_that_does() =>
        Assert.Equal(("z-open", false), Choice(Given.Pod(), Open, AlsoChanging, Changing));

    [Fact]
    public void Else_the_first_name_wins() => Assert.Equal(("a-changing", true), Choice(Given.Pod(), AlsoChanging, Changing, Unusable));

    [Fact]
    public void Names_are_ordered_by_their_bytes() =>
        Assert.Equal("Z", Given.Pod().Decide(Given.Policy(name: "a"), Given.Policy(name: "Z")).Policy!.Name);

    [Fact]
    public void Only_usable_policies_count_and_are_heard()
    {
        var admission = new PspAdmission([Open, Refusing, Changing, Unusable]);
        var pod = Given.Pod("""{"hostNetwork": true}""").Pod;

        Assert.Equal(
            "pods \"p\" is forbidden: PodSecurityPolicy: unable to admit pod: []",
            admission.Evaluate(pod, admission.Usable(name => name == "0-unusable")).Message);
        Assert.Equal(
            "pods \"p\" is forbidden: PodSecurityPolicy: unable to admit pod: "
            + "[spec.securityContext.hostNetwork: Invalid value: true: Host network is not allowed to be used]",
            admission.Evaluate(pod, admission.Usable(name => name == "m-refusing")).Message);
        Assert.Equal("a-changing", admission.Evaluate(pod, admission.Usable(name => name != "z-open")).Policy!.Name);
    }

    [Fact]
    public void Without_any_policy_nothing_is_admitted() => Assert.Equal(
        "pods \"p\" is forbidden: PodSecurityPolicy: no providers available to validate pod request", Given.Pod().Decide().Message);

    [Theory]
    [InlineData("""{"name": "p", "generateName": "g-"}""", "p")]
    [InlineData("""{"generateName": "g-"}""", "g-")]
    [InlineData("{}", "Unknown")]
    public void The_refusal_names_the_pod_as_far_as_it_has_a_name(string metadata, string name)
    {
        var pod = Documents.Decode($$$"""{"apiVersion":"v1","kind":"Pod","metadata":{{{metadata}}},"spec":{"hostNetwork":true}}""");
        var decision = pod.Decide(Refusing);
        Assert.StartsWith($"pods \"{name}\" is forbidden: ", decision.Message, StringComparison.Ordinal);
        Assert.Equal(decision.Message, new PspTestResult(pod, decision).Message);
    }

    [Fact]
    public void The_use_of_another_admission_is_refused() => Assert.Throws<ArgumentException>(() =>
        new PspAdmission([Open]).Evaluate(Given.Pod().Pod, new PspAdmission([Open]).All));

    private static (string?, bool) Choice(Workload pod, params PodSecurityPolicy[] policies) =>
        pod.Decide(policies) is var decision ? (decision.Policy?.Name, decision.Mutated) : default;
}
