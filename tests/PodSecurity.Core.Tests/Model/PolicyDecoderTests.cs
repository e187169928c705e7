using PodSecurity.Validation;

namespace PodSecurity.Core.Tests.Model;

public sealed class PolicyDecoderTests
{
    private const string Strategies = """
        "seLinux":{"rule":"RunAsAny"},"runAsUser":{"rule":"RunAsAny"},"supplementalGroups":{"rule":"RunAsAny"},"fsGroup":{"rule":"RunAsAny"}
        """;

    /// <summary>What a real API server 1.20.2 answered to the same specs.</summary>
    [Theory]
    [InlineData("""{"privileged":null,"hostNetwork":null,"readOnlyRootFilesystem":null,"allowPrivilegeEscalation":null,"allowedCapabilities":null}""")]
    [InlineData("""{"hostPorts":[null],"runAsGroup":null,"runtimeClass":null}""")]
    [InlineData("""{"hostPorts":[{"min":null,"max":null}]}""")]
    [InlineData("""{"volumes":[null]}""", "spec.volumes: Unsupported value: \"\": supported values: ")]
    [InlineData("""{"allowedHostPaths":[null]}""", "spec.allowedHostPaths[0]: Required value: is required")]
    [InlineData("""{"runAsUser":null}""", "spec.runAsUser.rule: Unsupported value: \"\": supported values: ")]
    public void Null_is_read_as_the_server_reads_it(string spec, params string[] errors)
    {
        var policy = Decode($$"""{"apiVersion":"policy/v1beta1","kind":"PodSecurityPolicy","metadata":{"name":"a","labels":{"k":null} },"spec":{ {{Strategies}},{{spec[1..]}} }""");
        Assert.Equal("", policy.Metadata.Labels!["k"]);
        Assert.Equal(errors.Length, PspValidator.Validate(policy).Errors.Count);
        Assert.All(errors.Zip(PspValidator.Validate(policy).Errors), pair => Assert.StartsWith(pair.First, pair.Second.Message, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("""{"apiVersion":"policy/v1beta1","kind":"PodSecurityPolicy"}""")]
    [InlineData("""{"apiVersion":"policy/v1beta1","kind":"PodSecurityPolicy","metadata":null,"spec":null}""")]
    public void A_policy_without_content_has_a_metadata_and_a_spec(string json) => Assert.Equal(5, PspValidator.Validate(Decode(json)).Errors.Count);

    [Fact]
    public void A_value_of_the_wrong_type_is_an_error_that_names_the_field()
    {
        var error = Assert.Throws<ManifestException>(() => Decode("""{"apiVersion":"policy/v1beta1","kind":"PodSecurityPolicy","spec":{"privileged":"true"}}"""));
        Assert.Equal("ManifestFieldInvalid", error.ErrorId);
        Assert.Contains("spec.privileged", error.Message, StringComparison.Ordinal);
    }

    private static PodSecurityPolicy Decode(string json) =>
        PolicyDecoder.Decode(Manifests.Document(json))!;
}
