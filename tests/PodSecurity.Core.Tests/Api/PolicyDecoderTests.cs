using PodSecurity.Api.Decoding;
using PodSecurity.Manifests;
using static PodSecurity.Core.Tests.Documents;

namespace PodSecurity.Core.Tests.Api;

public sealed class PolicyDecoderTests
{
    [Theory]
    [InlineData("""{"privileged":"yes"}""", "spec.privileged: expected true or false, found the string \"yes\"")]
    [InlineData("""{"hostNetwork":1}""", "spec.hostNetwork: expected true or false, found 1")]
    [InlineData("""{"allowPrivilegeEscalation":"x"}""", "spec.allowPrivilegeEscalation: expected true or false, found the string \"x\"")]
    [InlineData("""{"volumes":"*"}""", "spec.volumes: expected a list, found the string \"*\"")]
    [InlineData("""{"volumes":["a",1]}""", "spec.volumes[1]: expected a string, found 1")]
    [InlineData("""{"hostPorts":[{"min":"0"}]}""", "spec.hostPorts[0].min: expected a 32-bit integer, found the string \"0\"")]
    [InlineData("""{"hostPorts":[{"max":2147483648}]}""", "spec.hostPorts[0].max: expected a 32-bit integer, found 2147483648")]
    [InlineData("""{"runAsUser":{"ranges":[{"min":1.5}]}}""", "spec.runAsUser.ranges[0].min: expected a 64-bit integer, found 1.5")]
    [InlineData("""{"runAsUser":"RunAsAny"}""", "spec.runAsUser: expected an object, found the string \"RunAsAny\"")]
    [InlineData("""{"seLinux":{"seLinuxOptions":[]}}""", "spec.seLinux.seLinuxOptions: expected an object, found a list")]
    [InlineData("[]", "spec: expected an object, found a list")]
    public void A_wrong_type_names_field_and_place(string spec, string message)
    {
        var error = Assert.Throws<ManifestException>(
            () => Decode($"{{\"apiVersion\":\"policy/v1beta1\",\"kind\":\"PodSecurityPolicy\",\n\"spec\":{spec},\n\"x\":1}}"));
        Assert.Equal("ManifestFieldInvalid", error.ErrorId);
        Assert.StartsWith("test.json:2:", error.Message, StringComparison.Ordinal);
        Assert.EndsWith($": {message}", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"a":1,}""")]
    [InlineData("""{"privileged":tru}""")]
    [InlineData("""{"volumes":["a" "b"]}""")]
    public void Broken_JSON_is_a_fault_of_syntax(string spec) =>
        Assert.Equal("ManifestSyntaxInvalid", Assert.Throws<ManifestException>(() => Policy(spec)).ErrorId);

    [Fact]
    public void Field_names_are_exact_the_last_one_wins_and_unknown_ones_stay()
    {
        var policy = Policy("""{"Privileged":true,"hostPID":false,"hostPID":true,"later":{"a":[1]}}""");

        Assert.False(policy.Spec.Privileged);
        Assert.True(policy.Spec.HostPID);
        Assert.Equal(["Privileged", "later"], policy.Spec.UnknownFields!.Keys);
    }

    [Theory]
    [InlineData("policy/v1beta1", true)]
    [InlineData("extensions/v1beta1", true)]
    [InlineData("policy.example.com/v1", false)]
    [InlineData("v1", false)]
    public void Both_API_groups_of_old_are_read(string apiVersion, bool isPolicy) =>
        Assert.Equal(
            isPolicy, PolicyDecoder.Decode(Document($$"""{"apiVersion":"{{apiVersion}}","kind":"PodSecurityPolicy"}""")) is not null);

    [Fact]
    public void A_policy_without_spec_is_read_as_an_empty_one() =>
        Assert.False(Decode("""{"apiVersion":"policy/v1beta1","kind":"PodSecurityPolicy"}""").Spec.Privileged);

    [Fact]
    public void Wrong_types_in_roles_and_bindings_are_named_too()
    {
        var role = Document("""{"apiVersion":"rbac.authorization.k8s.io/v1","kind":"Role","rules":[{"verbs":"use"}]}""");
        Assert.EndsWith(
            "rules[0].verbs: expected a list, found the string \"use\"", Assert.Throws<ManifestException>(
                () => RbacDecoder.DecodeRole(role)).Message, StringComparison.Ordinal);
        var binding = Document("""{"apiVersion":"rbac.authorization.k8s.io/v1","kind":"RoleBinding","subjects":[{"name":5}]}""");
        Assert.EndsWith(
            "subjects[0].name: expected a string, found 5", Assert.Throws<ManifestException>(
                () => RbacDecoder.DecodeBinding(binding)).Message, StringComparison.Ordinal);
    }

    private static PodSecurityPolicy Policy(string spec) =>
        Decode($$"""{"apiVersion":"policy/v1beta1","kind":"PodSecurityPolicy","spec":{{spec}}}""");

    private static PodSecurityPolicy Decode(string json) =>
        PolicyDecoder.Decode(Document(json)) ?? throw new InvalidOperationException("no policy");
}
