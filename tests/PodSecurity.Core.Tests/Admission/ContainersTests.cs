namespace PodSecurity.Core.Tests.Admission;

public sealed class ContainersTests
{
    [Fact]
    public void Init_containers_are_judged_first_and_like_containers() => Assert.Equal(
        "Denied: spec.initContainers[1].securityContext.privileged: Invalid value: true: Privileged containers are not allowed; "
        + "spec.containers[0].securityContext.privileged: Invalid value: true: Privileged containers are not allowed",
        Given.Pod("""
            {
              "containers": [{"name": "c", "securityContext": {"privileged": true}}],
              "initContainers": [{"name": "i"}, {"name": "j", "securityContext": {"privileged": true}}]
            }
            """).Answer(Given.Policy("""{"privileged": false}""")));

    [Fact]
    public void Ephemeral_containers_are_defaulted_but_not_judged_and_then_dropped()
    {
        var pod = Given.Pod("""{"ephemeralContainers": [{"name": "e", "securityContext": {"privileged": true}}]}""");
        var policy = Given.Policy("""{"privileged": false, "readOnlyRootFilesystem": true}""");

        Assert.Equal(
            "/spec/containers/0/securityContext/readOnlyRootFilesystem: (none) -> true; "
            + "/spec/ephemeralContainers/0/securityContext/readOnlyRootFilesystem: (none) -> true",
            pod.Answer(policy));
        Assert.False(new PspTestResult(pod, pod.Decide(policy)).GetAdmittedPod()!["spec"]!.AsObject().ContainsKey("ephemeralContainers"));
    }
}
