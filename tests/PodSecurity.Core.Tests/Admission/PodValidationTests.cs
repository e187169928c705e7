namespace PodSecurity.Core.Tests.Admission;

/// <summary>Pods that a policy admits and that nobody can create.</summary>
public sealed class PodValidationTests
{
    private const string NoEscalation = """{"allowPrivilegeEscalation": false}""";

    [Theory]
    [InlineData(NoEscalation, """{"privileged": true}""", "cannot set `allowPrivilegeEscalation` to false and `privileged` to true")]
    [InlineData(NoEscalation, """{"capabilities": {"add": ["CAP_SYS_ADMIN"]}}""",
        "cannot set `allowPrivilegeEscalation` to false and `capabilities.Add` CAP_SYS_ADMIN")]
    [InlineData(NoEscalation, """{"capabilities": {"add": ["SYS_ADMIN"]}}""", null)]
    [InlineData("{}", """{"privileged": true, "allowPrivilegeEscalation": false}""",
        "cannot set `allowPrivilegeEscalation` to false and `privileged` to true")]
    public void Privileges_contradict_the_ban_on_gaining_them(string policy, string context, string? detail)
    {
        var decision = Given.Container($$$"""{"securityContext": {{{context}}}}""").Decide(Given.Policy(policy));
        if (detail is null)
        {
            Assert.Equal(AdmissionOutcome.Allowed, decision.Outcome);
            return;
        }

        Assert.Equal(AdmissionOutcome.Invalid, decision.Outcome);
        Assert.Equal("psp", decision.Policy!.Name);
        var error = Assert.Single(decision.Violations);
        Assert.Equal(
            (null, "FieldValueInvalid", "spec.containers[0].securityContext", detail),
                (error.Policy, error.Type, error.Field, error.Detail));
        Assert.StartsWith(
            "Pod \"p\" is invalid: spec.containers[0].securityContext: Invalid value: core.SecurityContext{", decision.Message,
                StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("fsGroup", "spec.securityContext.fsGroup")]
    [InlineData("supplementalGroups", "spec.securityContext.supplementalGroups[0]")]
    [InlineData("runAsUser", "spec.containers[0].securityContext.runAsUser")]
    [InlineData("runAsGroup", "spec.containers[0].securityContext.runAsGroup")]
    public void A_range_may_begin_where_ids_end(string rule, string field) => Assert.Equal(
        $"Pod \"p\" is invalid: {field}: Invalid value: 2147483648: must be between 0 and 2147483647, inclusive",
        Given.Pod().Decide(
            Given.Policy($$$"""{"{{{rule}}}": {"rule": "MustRunAs", "ranges": [{"min": 2147483648, "max": 2147483649}]}}""")).Message);

    [Fact]
    public void An_annotation_for_an_ephemeral_container_outlives_it() => Assert.Equal(
        "Invalid: metadata.annotations[container.apparmor.security.beta.kubernetes.io/e]: Invalid value: \"e\": container not found",
        Given.Pod("""{"ephemeralContainers": [{"name": "e"}]}""").Answer(Given.Policy(annotations: """
            {"seccomp.security.alpha.kubernetes.io/allowedProfileNames": "*", "apparmor.security.beta.kubernetes.io/defaultProfileName": "runtime/default"}
            """)));

    [Theory]
    [InlineData("""{"type": "RuntimeDefault"}""", "docker/default", null)]
    [InlineData("""{"type": "RuntimeDefault"}""", "unconfined",
        "spec.securityContext.seccompProfile.type: Forbidden: seccomp type in annotation and field must match")]
    [InlineData("""{"type": "Localhost", "localhostProfile": "a"}""", "localhost/b",
        "spec.securityContext.seccompProfile.localhostProfile: Forbidden: seccomp profile in annotation and field must match")]
    [InlineData("""{"type": "Unconfined"}""", "nonsense",
        "metadata.annotations.seccomp.security.alpha.kubernetes.io/pod: Invalid value: \"nonsense\": must be a valid seccomp profile; "
        + "spec.securityContext.seccompProfile.type: Forbidden: seccomp type in annotation and field must match")]
    public void Seccomp_field_and_annotation_must_say_the_same(string field, string annotation, string? error) => Assert.Equal(
        error is null ? "" : $"Invalid: {error}",
        Given.Pod(
            $$$"""{"securityContext": {"seccompProfile": {{{field}}}}}""",
            $$$"""{"seccomp.security.alpha.kubernetes.io/pod": "{{{annotation}}}"}""").Answer(Given.Policy()));
}
