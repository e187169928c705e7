using System.Text.Json;
using System.Text.Json.Nodes;
using CsCheck;
using PodSecurity.Api;
using PodSecurity.Api.Decoding;
using PodSecurity.Presets;
using PodSecurity.Validation;

namespace PodSecurity.Core.Tests.Presets;

public sealed class RestrictivePspTests
{
    private const string AppArmorAllowed = $"/metadata/annotations/{PspAnnotations.AppArmorAllowed}";
    private const string AppArmorDefault = $"/metadata/annotations/{PspAnnotations.AppArmorDefault}";
    private const string SeccompAllowed = $"/metadata/annotations/{PspAnnotations.SeccompAllowed}";
    private const string SeccompDefault = $"/metadata/annotations/{PspAnnotations.SeccompDefault}";

    private static RestrictivePspOptions Restricted { get; } = new() { Name = "restricted" };

    [Theory]
    [InlineData(PspPreset.Restricted, "restricted")]
    [InlineData(PspPreset.Baseline, "baseline")]
    [InlineData(PspPreset.NoHostNetwork, "eks.restrictive")]
    public void Without_switches_the_policy_is_the_preset(PspPreset preset, string name) =>
        Assert.Empty(Differences(RestrictivePsp.FromPreset(preset), RestrictivePsp.Build(new() { Name = name, Preset = preset })));

    [Fact]
    public void The_name_is_the_one_asked_for() =>
        Assert.Equal(
            ["/metadata/name: \"team-a\""], Differences(
                RestrictivePsp.FromPreset(PspPreset.Restricted), RestrictivePsp.Build(Restricted with { Name = "team-a" })));

    public static TheoryData<string, RestrictivePspOptions, string[]> Switches => new()
    {
        { "AllowHostNetwork", Restricted with { AllowHostNetwork = true }, ["/spec/hostNetwork: true"] },
        { "AllowHostPID", Restricted with { AllowHostPID = true }, ["/spec/hostPID: true"] },
        { "AllowHostIPC", Restricted with { AllowHostIPC = true }, ["/spec/hostIPC: true"] },
        {
            "HostPort", Restricted with { HostPort = [HostPortRange.Parse("80"), HostPortRange.Parse("8000-8100")] },
            ["/spec/hostPorts: [{\"min\":80,\"max\":80},{\"min\":8000,\"max\":8100}]"]
        },
        { "AllowPrivileged", Restricted with { AllowPrivileged = true },
            ["/spec/allowPrivilegeEscalation: true", "/spec/privileged: true"] },
        { "AllowPrivilegeEscalation", Restricted with { AllowPrivilegeEscalation = true }, ["/spec/allowPrivilegeEscalation: true"] },
        { "AllowedCapability", Restricted with { AllowedCapability = ["NET_ADMIN", "NET_ADMIN"] },
            ["/spec/allowedCapabilities: [\"NET_ADMIN\"]"] },
        {
            "AllowedCapability *", Restricted with { AllowedCapability = ["*", "CHOWN"] },
            ["/spec/allowedCapabilities: [\"*\"]", "/spec/requiredDropCapabilities: (none)"]
        },
        {
            "AllowedCapability ALL", Restricted with { AllowedCapability = ["ALL"] },
            ["/spec/allowedCapabilities: [\"ALL\"]", "/spec/requiredDropCapabilities: (none)"]
        },
        { "AllowRunAsRoot", Restricted with { AllowRunAsRoot = true }, ["/spec/runAsUser/rule: \"RunAsAny\""] },
        {
            "RunAsUserRange", Restricted with { RunAsUserRange = [IDRange.Parse("1000-2000")] },
            ["/spec/runAsUser/ranges: [{\"min\":1000,\"max\":2000}]", "/spec/runAsUser/rule: \"MustRunAs\""]
        },
        { "FSGroupRange", Restricted with { FSGroupRange = [IDRange.Parse("5")] }, ["/spec/fsGroup/ranges: [{\"min\":5,\"max\":5}]"] },
        { "SupplementalGroupRange", Restricted with { SupplementalGroupRange = [IDRange.Parse("0-9")] },
            ["/spec/supplementalGroups/ranges: [{\"min\":0,\"max\":9}]"] },
        { "ReadOnlyRootFilesystem", Restricted with { ReadOnlyRootFilesystem = true }, ["/spec/readOnlyRootFilesystem: true"] },
        {
            "AllowedVolume", Restricted with { AllowedVolume = ["nfs", "secret"] },
            ["/spec/volumes: [\"configMap\",\"downwardAPI\",\"emptyDir\",\"persistentVolumeClaim\",\"projected\",\"secret\",\"nfs\"]"]
        },
        { "AllowedVolume *", Restricted with { AllowedVolume = ["nfs", "*"] }, ["/spec/volumes: [\"*\"]"] },
        {
            "AllowedHostPath", Restricted with { AllowedHostPath = [AllowedHostPath.Parse("/var/log:ro"), AllowedHostPath.Parse("/data")] },
            [
                "/spec/allowedHostPaths: [{\"pathPrefix\":\"/var/log\",\"readOnly\":true},{\"pathPrefix\":\"/data\"}]",
                """/spec/volumes: ["configMap","downwardAPI","emptyDir","persistentVolumeClaim","projected","secret","hostPath"]""",
            ]
        },
        {
            "AllowedCsiDriver", Restricted with { AllowedCsiDriver = ["efs.csi.aws.com"] },
            [
                "/spec/allowedCSIDrivers: [{\"name\":\"efs.csi.aws.com\"}]",
                "/spec/volumes: [\"configMap\",\"downwardAPI\",\"emptyDir\",\"persistentVolumeClaim\",\"projected\",\"secret\",\"csi\"]",
            ]
        },
        {
            "AllowedSeccompProfile", Restricted with { AllowedSeccompProfile = ["localhost/audit.json"] },
            [$"{SeccompAllowed}: \"docker/default,runtime/default,localhost/audit.json\""]
        },
        { "AllowedSeccompProfile *", Restricted with { AllowedSeccompProfile = ["*"] }, [$"{SeccompAllowed}: \"*\""] },
        {
            "AllowedSeccompProfile of a preset without any",
            new() { Name = "eks.restrictive", Preset = PspPreset.NoHostNetwork, AllowedSeccompProfile = ["unconfined"] },
            [$"{SeccompAllowed}: \"runtime/default,unconfined\"", $"{SeccompDefault}: \"runtime/default\""]
        },
        {
            "AllowedSeccompProfile * of a preset without any",
            new() { Name = "eks.restrictive", Preset = PspPreset.NoHostNetwork, AllowedSeccompProfile = ["*"] },
            [$"{SeccompAllowed}: \"*\""]
        },
        { "NoAppArmor", Restricted with { NoAppArmor = true }, [$"{AppArmorAllowed}: (none)", $"{AppArmorDefault}: (none)"] },
        { "AllowedUnsafeSysctl", Restricted with { AllowedUnsafeSysctl = ["net.core.*"] },
            ["/spec/allowedUnsafeSysctls: [\"net.core.*\"]"] },
        {
            "AllowedRuntimeClass", Restricted with { AllowedRuntimeClass = ["gvisor", "kata"] },
            ["/spec/runtimeClass/allowedRuntimeClassNames: [\"gvisor\",\"kata\"]"]
        },
    };

    [Theory]
    [MemberData(nameof(Switches))]
    public void A_switch_changes_exactly_its_fields(string name, RestrictivePspOptions options, string[] expected)
    {
        Assert.NotEmpty(name);
        Assert.Equal(expected, Differences(RestrictivePsp.FromPreset(options.Preset), RestrictivePsp.Build(options)));
    }

    [Fact]
    public void Every_combination_of_switches_gives_a_valid_policy() => AnyOptions.Sample(options =>
        Assert.Empty(PspValidator.Validate(RestrictivePsp.Build(options)).Errors));

    [Fact]
    public void Options_that_contradict_each_other_are_refused() => Assert.Contains(
        "AllowRunAsRoot and RunAsUserRange exclude each other",
        Assert.Throws<ArgumentException>(
            () => RestrictivePsp.Build(Restricted with { AllowRunAsRoot = true, RunAsUserRange = [IDRange.Parse("1")] })).Message,
        StringComparison.Ordinal);

    [Fact]
    public void What_the_server_would_refuse_is_refused_in_its_words() => Assert.Contains(
        "PodSecurityPolicy.extensions \"Team A\" is invalid: metadata.name: Invalid value: \"Team A\": a lowercase RFC 1123 subdomain",
        Assert.Throws<ArgumentException>(() => RestrictivePsp.Build(Restricted with { Name = "Team A" })).Message,
        StringComparison.Ordinal);

    [Fact]
    public void A_preset_is_a_new_object_each_time()
    {
        RestrictivePsp.FromPreset(PspPreset.Restricted).Spec.Volumes!.Add("nfs");
        Assert.DoesNotContain("nfs", RestrictivePsp.FromPreset(PspPreset.Restricted).Spec.Volumes!);
    }

    private static Gen<RestrictivePspOptions> AnyOptions { get; } =
        from preset in Gen.Enum<PspPreset>()
        from flags in Gen.Bool.Array[8]
        from capabilities in Some("CHOWN", "NET_ADMIN", "ALL", "*")
        from volumes in Some("nfs", "secret", "hostPath", "*")
        from profiles in Some("unconfined", "localhost/a.json", "runtime/default", "*")
        from sysctls in Some("net.core.*", "net.core.somaxconn", "kernel.msgmax", "*")
        from classes in Some("gvisor", "kata", "*")
        from paths in Some("/var/log:ro", "/data", "/")
        from ranges in Some("0", "1-65535", "1000")
        select new RestrictivePspOptions
        {
            Name = "any",
            Preset = preset,
            AllowHostNetwork = flags[0],
            AllowHostPID = flags[1],
            AllowHostIPC = flags[2],
            AllowPrivileged = flags[3],
            AllowPrivilegeEscalation = flags[4],
            ReadOnlyRootFilesystem = flags[5],
            NoAppArmor = flags[6],
            AllowRunAsRoot = flags[7],
            AllowedCapability = capabilities,
            AllowedVolume = volumes,
            AllowedSeccompProfile = profiles,
            AllowedUnsafeSysctl = sysctls,
            AllowedRuntimeClass = classes,
            AllowedHostPath = [.. paths.Select(AllowedHostPath.Parse)],
            RunAsUserRange = flags[7] ? [] : [.. ranges.Select(IDRange.Parse)],
            FSGroupRange = [.. ranges.Select(IDRange.Parse)],
            SupplementalGroupRange = [.. ranges.Select(IDRange.Parse)],
            HostPort = [.. ranges.Select(HostPortRange.Parse)],
        };

    private static Gen<string[]> Some(params string[] values) => Gen.OneOf([.. values.Select(Gen.Const)]).Array[0, 3];

    private static string[] Differences(PodSecurityPolicy before, PodSecurityPolicy after) =>
        [.. Differences("", ToJson(before), ToJson(after)).Order(StringComparer.Ordinal)];

    private static IEnumerable<string> Differences(string path, JsonNode? before, JsonNode? after) => (before, after) switch
    {
        (JsonObject or null, JsonObject or null) => Keys(before).Union(Keys(after)).SelectMany(
            key => Differences($"{path}/{key}", before?[key], after?[key])),
        _ when JsonNode.DeepEquals(before, after) => [],
        _ => [$"{path}: {after?.ToJsonString(Compact) ?? "(none)"}"],
    };

    private static JsonSerializerOptions Compact { get; } =
        new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private static IEnumerable<string> Keys(JsonNode? node) => node is JsonObject map ? map.Select(field => field.Key) : [];

    private static JsonNode ToJson(PodSecurityPolicy policy) =>
        JsonSerializer.SerializeToNode(policy, KubernetesJson.Default.PodSecurityPolicy)!;
}
