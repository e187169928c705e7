using System.Text.Json;
using PodSecurity.Api;
using PodSecurity.Api.Decoding;
using PodSecurity.Validation;

namespace PodSecurity.Core.Tests.Validation;

/// <summary>Rules that the recorded cases do not reach. Expected texts are what a real API server 1.20.2 answered.</summary>
public sealed class PspValidationTests
{
    private const string Strategies = """
        "seLinux":{"rule":"RunAsAny"},"runAsUser":{"rule":"RunAsAny"},"supplementalGroups":{"rule":"RunAsAny"},"fsGroup":{"rule":"RunAsAny"}
        """;

    private const string SubdomainRule =
        "a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or '.', and must start and end with an "
        + "alphanumeric character (e.g. 'example.com', regex used for validation is "
        + "'[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*')";

    private const string QualifiedNameRule =
        "must consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character "
        + "(e.g. 'MyName',  or 'my.name',  or '123-abc', regex used for validation is '([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]')";

    private const string LabelValueRule =
        "a valid label must be an empty string or consist of alphanumeric characters, '-', '_' or '.', and must start and end with an "
        + "alphanumeric character (e.g. 'MyValue',  or 'my_value',  or '12345', regex used for validation is "
        + "'(([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9])?')";

    [Fact]
    public void An_empty_policy_lacks_a_name_and_the_four_strategies() => Assert.Equal(
        [
            "metadata.name: Required value: name or generateName is required",
            """spec.runAsUser.rule: Unsupported value: "": supported values: "MustRunAs", "MustRunAsNonRoot", "RunAsAny" """.TrimEnd(),
            """spec.seLinux.rule: Unsupported value: "": supported values: "MustRunAs", "RunAsAny" """.TrimEnd(),
            """spec.supplementalGroups.rule: Unsupported value: "": supported values: "MayRunAs", "MustRunAs", "RunAsAny" """.TrimEnd(),
            """spec.fsGroup.rule: Unsupported value: "": supported values: "MayRunAs", "MustRunAs", "RunAsAny" """.TrimEnd(),
        ],
        Messages(new PodSecurityPolicy()));

    [Theory]
    [InlineData("""{"name":"Eks"}""", "metadata.name: Invalid value: \"Eks\": " + SubdomainRule)]
    [InlineData("""{"name":"trailing\n"}""", "metadata.name: Invalid value: \"trailing\\n\": " + SubdomainRule)]
    [InlineData("""{"generateName":"a-"}""", null)]
    [InlineData("""{"generateName":"a."}""", "metadata.generateName: Invalid value: \"a.\": " + SubdomainRule)]
    [InlineData("""{"name":"a","namespace":"team-a"}""", null)]
    [InlineData("""{"name":"a","labels":{"a/b/c":"x"}}""",
        "metadata.labels: Invalid value: \"a/b/c\": a qualified name " + QualifiedNameRule
            + " with an optional DNS subdomain prefix and '/' (e.g. 'example.com/MyName')")]
    [InlineData("""{"name":"a","labels":{"/b":"x"}}""", "metadata.labels: Invalid value: \"/b\": prefix part must be non-empty")]
    [InlineData("""{"name":"a","labels":{"A/b":"x"}}""", "metadata.labels: Invalid value: \"A/b\": prefix part " + SubdomainRule)]
    [InlineData("""{"name":"a","labels":{"k":"not ok"}}""", "metadata.labels: Invalid value: \"not ok\": " + LabelValueRule)]
    [InlineData("""{"name":"a","annotations":{"Example.COM/Key":"any value"}}""", null)]
    [InlineData("""{"name":"a","annotations":{"-":""}}""", "metadata.annotations: Invalid value: \"-\": name part " + QualifiedNameRule)]
    [InlineData("""{"name":"a","finalizers":["x/y z"]}""", "metadata.finalizers: Invalid value: \"x/y z\": name part " + QualifiedNameRule)]
    [InlineData("""{"name":"a","finalizers":["kubernetes","own"]}""",
        "metadata.finalizers[1]: Invalid value: \"own\": name is neither a standard finalizer name nor is it fully qualified")]
    [InlineData("""{"name":"a","finalizers":["orphan","foregroundDeletion"]}""",
        "metadata.finalizers: Invalid value: []string{\"orphan\", \"foregroundDeletion\"}: finalizer orphan and foregroundDeletion cannot "
        + "be both set")]
    [InlineData("""{"name":"a","ownerReferences":[{"apiVersion":"apps/v1","kind":"Deployment","name":"x"}]}""",
        "metadata.ownerReferences.uid: Invalid value: \"\": uid must not be empty")]
    [InlineData("""{"name":"a","generation":-1}""", "metadata.generation: Invalid value: -1: must be greater than or equal to 0")]
    public void Metadata_is_judged_as_by_the_server(string metadata, string? expected) =>
        Assert.Equal(expected is null ? [] : [expected], Messages(Policy($$"""{"metadata":{{metadata}},"spec":{ {{Strategies}} } }""")));

    [Fact]
    public void Too_long_names_and_annotations_are_refused()
    {
        var policy = Policy($$"""{"metadata":{"name":"{{new string('a', 254)}}"},"spec":{ {{Strategies}} } }""");
        policy.Metadata.Annotations = new() { ["key"] = new('x', 256 * 1024) };
        Assert.Equal(
            [
                $"metadata.name: Invalid value: \"{policy.Name}\": must be no more than 253 characters",
                "metadata.annotations: Too long: must have at most 262144 bytes",
            ],
            Messages(policy));
    }

    [Theory]
    [InlineData(PspAnnotations.AppArmorDefault, "docker/x", "Invalid value: \"docker/x\": invalid AppArmor profile name: \"docker/x\"")]
    [InlineData(PspAnnotations.AppArmorAllowed, "runtime/default,,*",
        "Invalid value: \"runtime/default,,*\": invalid AppArmor profile name: \"*\"")]
    [InlineData(PspAnnotations.SeccompDefault, "*", "Invalid value: \"*\": must be a valid seccomp profile")]
    [InlineData(PspAnnotations.SeccompAllowed, "*,docker/default,", "Invalid value: \"\": must be a valid seccomp profile")]
    [InlineData(PspAnnotations.SeccompAllowed, "localhost//etc", "Invalid value: \"/etc\": must be a relative path")]
    [InlineData(PspAnnotations.SeccompAllowed, "localhost/a/../../b", "Invalid value: \"a/../../b\": must not contain '..'")]
    public void Profiles_in_annotations_must_be_known(string key, string value, string expected)
    {
        var policy = Policy($$"""{"metadata":{"name":"a"},"spec":{ {{Strategies}} } }""");
        policy.Metadata.Annotations = new() { [key] = value };
        Assert.Equal([$"metadata.annotations[{key}]: {expected}"], Messages(policy));
    }

    [Theory]
    [InlineData("""
        "runAsGroup":{"rule":"RunAsAny","ranges":[{"min":1,"max":2},{"min":3,"max":4}]}
        """, "spec.runAsGroup.ranges: Invalid value: []policy.IDRange{policy.IDRange{Min:1, Max:2}, policy.IDRange{Min:3, Max:4}}: Ranges "
        + "must be empty")]
    [InlineData("""
        "runAsGroup":{"rule":"MayRunAs","ranges":[]}
        """, "spec.runAsGroup.ranges: Invalid value: []policy.IDRange{}: must provide at least one range")]
    [InlineData("""
        "runAsGroup":{"rule":"any"}
        """, "spec.runAsGroup.rule: Unsupported value: \"any\": supported values: \"MustRunAs\", \"RunAsAny\", \"MayRunAs\"")]
    [InlineData("""
        "allowedHostPaths":[{"pathPrefix":"/a/../b"},{"readOnly":true},{"pathPrefix":".."}]
        """, "spec.allowedHostPaths[0]: Invalid value: \"/a/../b\": must not contain '..'",
            "spec.allowedHostPaths[1]: Required value: is required")]
    [InlineData("""
        "allowedFlexVolumes":[{"driver":"a/b"},{}]
        """, "spec.allowedFlexVolumes.allowedFlexVolumes[1].driver: Required value: must specify a driver")]
    [InlineData("""
        "allowedCSIDrivers":[{"name":"EBS.csi.aws.com"},{"name":"a_b"}]
        """, "spec.allowedCSIDrivers.allowedCSIDriver[1].name: Invalid value: \"a_b\": " + SubdomainRule)]
    [InlineData("""
        "allowedCSIDrivers":[{}]
        """, "spec.allowedCSIDrivers.allowedCSIDriver[0].name: Required value",
            "spec.allowedCSIDrivers.allowedCSIDriver[0].name: Invalid value: \"\": " + SubdomainRule)]
    [InlineData("""
        "allowedCSIDrivers":[{"name":"a123456789.a123456789.a123456789.a123456789.a123456789.a123456789"}]
        """, "spec.allowedCSIDrivers.allowedCSIDriver[0].name: Too long: must have at most 63 bytes")]
    [InlineData("""
        "forbiddenSysctls":["","kernel.*.x"]
        """,
        "spec.forbiddenSysctls[0]: Invalid value: \"\": empty sysctl not allowed",
        "spec.forbiddenSysctls[1]: Invalid value: \"kernel.*.x\": must have at most 253 characters and match regex "
        + "([a-z0-9]([-_a-z0-9]*[a-z0-9])?\\.)*([a-z0-9][-_a-z0-9]*)?[a-z0-9*]")]
    [InlineData("""
        "runtimeClass":{"allowedRuntimeClassNames":["Kata","*","*"]}
        """,
        "spec.runtimeClass.allowedRuntimeClassNames[0]: Invalid value: \"Kata\": " + SubdomainRule,
        "spec.runtimeClass.allowedRuntimeClassNames[2]: Duplicate value: \"*\"",
        "spec.runtimeClass.allowedRuntimeClassNames: Invalid value: []string{\"Kata\", \"*\", \"*\"}: if '*' is present, must not specify "
        + "other RuntimeClass names")]
    [InlineData("""
        "allowedProcMountTypes":["Nonsense"]
        """)]
    public void A_spec_is_judged_as_by_the_server(string spec, params string[] expected) =>
        Assert.Equal(expected, Messages(Policy($$"""{"metadata":{"name":"a"},"spec":{ {{Strategies}},{{spec}} } }""")));

    [Fact]
    public void An_unknown_volume_type_names_the_known_ones()
    {
        var policy = Policy($$"""{"metadata":{"name":"a"},"spec":{ {{Strategies}},"volumes":["ConfigMap"] } }""");
        var message = Assert.Single(Messages(policy));
        Assert.StartsWith(
            "spec.volumes: Unsupported value: \"ConfigMap\": supported values: \"*\", \"awsElasticBlockStore\", ", message,
                StringComparison.Ordinal);
        Assert.Equal(1 + 29, message.Split(", ").Length);
    }

    [Fact]
    public void The_result_holds_the_servers_whole_answer()
    {
        var result = PspValidator.Validate(
            Policy("""{"metadata":{"name":"a"},"spec":{"seLinux":{"rule":"RunAsAny"},"runAsUser":{"rule":"RunAsAny"},"fsGroup":{"rule":"RunAsAny"} } }"""));
        Assert.False(result.Valid);
        Assert.Equal(
            "PodSecurityPolicy.extensions \"a\" is invalid: spec.supplementalGroups.rule: Unsupported value: \"\": "
            + "supported values: \"MayRunAs\", \"MustRunAs\", \"RunAsAny\"",
            result.Message);
    }

    private static PodSecurityPolicy Policy(string json) => JsonSerializer.Deserialize(json, KubernetesJson.Default.PodSecurityPolicy)!;

    private static string[] Messages(PodSecurityPolicy policy) => [.. PspValidator.Validate(policy).Errors.Select(error => error.Message)];
}
