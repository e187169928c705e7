using PodSecurity.Api;

namespace PodSecurity.Core.Tests.Admission.Strategies;

public sealed class SELinuxStrategyTests
{
    private const string Label = """{"user": "u", "role": "r", "type": "t", "level": "s0:c1,c0"}""";
    private static readonly PodSecurityPolicy Must = Given.Policy(
        $$$"""{"seLinux": {"rule": "MustRunAs", "seLinuxOptions": {{{Label}}}}}""");

    [Fact]
    public void The_label_is_set_on_the_pod_and_containers_inherit_it() =>
        Assert.Equal("/spec/securityContext/seLinuxOptions: (none) -> u:r:t:s0:c1,c0", Given.Pod().Answer(Must));

    [Theory]
    [InlineData("s0:c0,c1", true)]
    [InlineData("s0:c1,c0", true)]
    [InlineData("s0:c1,c0,c0", false)]
    [InlineData("s1:c0,c1", false)]
    [InlineData("s0", false)]
    [InlineData("", false)]
    public void Categories_may_stand_in_any_order(string level, bool allowed) => Assert.Equal(
        allowed ? "" : $"Denied: spec.securityContext.seLinuxOptions.level: Invalid value: \"{level}\": must be s0:c1,c0",
        Pod($$$"""{"user": "u", "role": "r", "type": "t", "level": "{{{level}}}"}""", Label).Answer(Must));

    [Fact]
    public void An_empty_label_is_a_label_and_errors_come_by_level_role_type_user() => Assert.Equal(
        "Denied: " + string.Join("; ", new[] { ("level", "s0:c1,c0"), ("role", "r"), ("type", "t"), ("user", "u") }
            .Select(part => $"spec.containers[0].securityContext.seLinuxOptions.{part.Item1}: Invalid value: \"\": must be {part.Item2}")),
        Pod(Label, "{}").Answer(Must));

    private static Workload Pod(string ofPod, string ofContainer) => Given.Pod(
        $$$"""{"securityContext": {"seLinuxOptions": {{{ofPod}}}}, "containers": [{"name": "c", "securityContext": {"seLinuxOptions": {{{ofContainer}}}}}]}""");
}
