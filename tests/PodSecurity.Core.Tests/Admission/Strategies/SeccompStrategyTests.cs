using PodSecurity.Api;

namespace PodSecurity.Core.Tests.Admission.Strategies;

public sealed class SeccompStrategyTests
{
    private const string PodKey = "seccomp.security.alpha.kubernetes.io/pod";
    private const string ContainerKey = "container.seccomp.security.alpha.kubernetes.io/c";
    private const string SetPod = "/metadata/annotations/seccomp.security.alpha.kubernetes.io~1pod: ";

    [Theory]
    // without a list nothing may be set, and a policy's default is set before it is judged
    [InlineData(null, null, "{}", null, "")]
    [InlineData(null, null, """{"type": "RuntimeDefault"}""", null,
        "Denied: P: Forbidden: seccomp may not be set; C: Forbidden: seccomp may not be set")]
    [InlineData(null, "runtime/default", "{}", null, "Denied: P: Forbidden: seccomp may not be set; C: Forbidden: seccomp may not be set")]
    // with a list something must be set
    [InlineData("runtime/default", null, "{}", null,
        "Denied: P: Forbidden:  is not an allowed seccomp profile. Valid values are runtime/default; C: Forbidden:  is not an allowed "
        + "seccomp profile. Valid values are runtime/default")]
    [InlineData("runtime/default", "docker/default", "{}", null, SetPod + "(none) -> docker/default")]
    [InlineData("docker/default", null, """{"type": "RuntimeDefault"}""", null, SetPod + "(none) -> runtime/default")]
    [InlineData("docker/default", null, "{}", "docker/default", "")]
    [InlineData("docker/default", "runtime/default", "{}", "", SetPod + " -> runtime/default")]
    // entries are not trimmed, an empty list names the empty profile
    [InlineData("unconfined, runtime/default", null, "{}", "runtime/default",
        "Denied: P: Forbidden: runtime/default is not an allowed seccomp profile. Valid values are unconfined, runtime/default; C: "
        + "Forbidden: runtime/default is not an allowed seccomp profile. Valid values are unconfined, runtime/default")]
    [InlineData("", null, "{}", null, "")]
    [InlineData("*", null, """{"type": "Localhost", "localhostProfile": "x"}""", null, SetPod + "(none) -> localhost/x")]
    [InlineData("*,unconfined", null, "{}", null, "")]
    public void Seccomp_of_the_pod(string? allowed, string? byDefault, string field, string? annotation, string answer)
    {
        var policy = Given.Policy(annotations: Given.Annotations(
            (PspAnnotations.SeccompAllowed, allowed), (PspAnnotations.SeccompDefault, byDefault)));
        var context = field == "{}" ? "{}" : $$$"""{"seccompProfile": {{{field}}}}""";
        var pod = Given.Pod($$$"""{"securityContext": {{{context}}}}""", Given.Annotations((PodKey, annotation)));
        Assert.Equal(
            answer.Replace("P:", $"pod.metadata.annotations[{PodKey}]:").Replace("C:", $"pod.metadata.annotations[{ContainerKey}]:"),
                pod.Answer(policy));
    }

    [Fact]
    public void A_container_is_judged_by_its_field_then_its_annotation_then_the_pod()
    {
        var policy = Given.Policy(annotations: Given.Annotations((PspAnnotations.SeccompAllowed, "runtime/default,unconfined")));
        var annotations = Given.Annotations((PodKey, "unconfined"), (ContainerKey, "localhost/x"));
        var error = $"pod.metadata.annotations[{ContainerKey}]: Forbidden: localhost/x is not an allowed seccomp profile. Valid values are "
            + "runtime/default,unconfined";

        Assert.Equal($"Denied: {error}", Given.Container("{}", annotations).Answer(policy));
        Assert.Equal(
            "Denied: " + error.Replace("localhost/x", "localhost/y"),
            Given.Container(
                """{"securityContext": {"seccompProfile": {"type": "Localhost", "localhostProfile": "y"}}}""", annotations).Answer(policy));
        Assert.Equal("", Given.Container("{}", Given.Annotations((PodKey, "unconfined"))).Answer(policy));
    }
}
