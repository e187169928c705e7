using System.Text.Json;
using System.Text.Json.Nodes;
using PodSecurity.Api;
using PodSecurity.Api.Decoding;
using PodSecurity.Eks;
using PodSecurity.Presets;
using PodSecurity.Validation;

namespace PodSecurity.Core.Tests.Validation;

public sealed class PspWarningTests
{
    private const string SeccompAllowed = PspAnnotations.SeccompAllowed;
    private const string FieldNotInRelease = "FieldNotInRelease";
    private const string AppArmorAllowed = PspAnnotations.AppArmorAllowed;
    private const string AppArmorDefault = PspAnnotations.AppArmorDefault;

    /// <summary>
    /// A policy about which there is nothing to say; each case changes it (JSON merge patch) and expects one warning more.
    /// </summary>
    private const string Quiet = $$"""
        {
          "apiVersion": "policy/v1beta1", "kind": "PodSecurityPolicy",
          "metadata": {
            "name": "quiet", "creationTimestamp": "2026-01-01T00:00:00Z",
            "annotations": { "{{SeccompAllowed}}": "runtime/default", "{{PspAnnotations.SeccompDefault}}": "docker/default", "{{AppArmorAllowed}}": "runtime/default", "{{AppArmorDefault}}": "runtime/default" }
          },
          "spec": {
            "allowPrivilegeEscalation": true,
            "volumes": ["configMap", "secret"],
            "seLinux": { "rule": "RunAsAny" }, "runAsUser": { "rule": "MustRunAsNonRoot" },
            "supplementalGroups": { "rule": "RunAsAny" }, "fsGroup": { "rule": "RunAsAny" }
          }
        }
        """;

    /// <summary>What the quiet policy does say, because it must say one or the other.</summary>
    private static readonly string[] Usual = ["AppArmorNeeded", "PodsChanged"];

    public static TheoryData<string, string, string> Cases => new()
    {
        { "ApiVersionNotServed", "apiVersion", """{"apiVersion":"extensions/v1beta1"}""" },
        { "NamespaceIgnored", "metadata.namespace", """{"metadata":{"namespace":"team-a"}}""" },
        { "EksDefaultAltered", "metadata.name", """{"metadata":{"name":"eks.privileged"}}""" },
        { "UnknownField", "spec.runAsRoot", """{"spec":{"runAsRoot":false}}""" },
        { "UnknownField", "metadata.label", """{"metadata":{"label":"x"}}""" },
        { "UnknownField", "status", """{"status":{}}""" },
        { "UnknownField", "spec.fsGroup.range", """{"spec":{"fsGroup":{"range":[]}}}""" },
        { "UnknownField", "spec.hostPorts[0].port", """{"spec":{"hostPorts":[{"min":1,"max":2,"port":2}]}}""" },
        { "DuplicateEntry", "spec.volumes", """{"spec":{"volumes":["secret","configMap","secret"]}}""" },
        { "DuplicateEntry", "spec.hostPorts", """{"spec":{"hostPorts":[{"min":1,"max":2},{"min":1,"max":2}]}}""" },
        { "PrivilegedContainers", "spec.privileged", """{"spec":{"privileged":true}}""" },
        { "EscalationAllowedByDefault", "spec.allowPrivilegeEscalation", """{"spec":{"allowPrivilegeEscalation":null}}""" },
        { "AllCapabilities", "spec.allowedCapabilities", """{"spec":{"allowedCapabilities":["*"]}}""" },
        { "DangerousCapability", "spec.allowedCapabilities", """{"spec":{"allowedCapabilities":["CHOWN","SYS_PTRACE"]}}""" },
        { "CapabilityName", "spec.allowedCapabilities", """{"spec":{"allowedCapabilities":["CAP_CHOWN"]}}""" },
        { "CapabilityName", "spec.requiredDropCapabilities", """{"spec":{"requiredDropCapabilities":["net_raw"]}}""" },
        { "CapabilityWildcard", "spec.requiredDropCapabilities", """{"spec":{"requiredDropCapabilities":["*"]}}""" },
        { "CapabilitiesAddedToAll", "spec.defaultAddCapabilities", """{"spec":{"defaultAddCapabilities":["CHOWN"]}}""" },
        { "HostPID", "spec.hostPID", """{"spec":{"hostPID":true}}""" },
        { "HostIPC", "spec.hostIPC", """{"spec":{"hostIPC":true}}""" },
        { "HostNetwork", "spec.hostNetwork", """{"spec":{"hostNetwork":true,"hostPorts":[{"min":1,"max":2}]}}""" },
        { "HostPortRange", "spec.hostPorts[1]", """{"spec":{"hostPorts":[{"min":80,"max":80},{"min":9,"max":8}]}}""" },
        { "HostPortRange", "spec.hostPorts[0]", """{"spec":{"hostPorts":[{"max":0}]}}""" },
        { "AnyHostPath", "spec.allowedHostPaths", """{"spec":{"volumes":["hostPath","secret"]}}""" },
        { "AnyHostPath", "spec.allowedHostPaths", """{"spec":{"volumes":["*"]}}""" },
        { "AnyHostPath", "spec.allowedHostPaths", """{"spec":{"volumes":["*"],"allowedHostPaths":[{"pathPrefix":"/"}]}}""" },
        { "WritableHostPath", "spec.allowedHostPaths[1]",
            """{"spec":{"volumes":["*"],"allowedHostPaths":[{"pathPrefix":"/a","readOnly":true},{"pathPrefix":"/b"}]}}""" },
        { "HostPathNotAbsolute", "spec.allowedHostPaths[0]",
            """{"spec":{"volumes":["*"],"allowedHostPaths":[{"pathPrefix":"var","readOnly":true}]}}""" },
        { "NoVolumes", "spec.volumes", """{"spec":{"volumes":[]}}""" },
        { "TokenVolumeRefused", "spec.volumes", """{"spec":{"volumes":["configMap"]}}""" },
        { "TokenVolumeRefused", "spec.volumes", """{"spec":{"volumes":["configMap","projected"]}}""" },
        { "VolumeTypeNotAllowed", "spec.allowedHostPaths", """{"spec":{"allowedHostPaths":[{"pathPrefix":"/a"}]}}""" },
        { "VolumeTypeNotAllowed", "spec.allowedFlexVolumes", """{"spec":{"allowedFlexVolumes":[{"driver":"a/b"}]}}""" },
        { "VolumeTypeNotAllowed", "spec.allowedCSIDrivers", """{"spec":{"allowedCSIDrivers":[{"name":"a"}]}}""" },
        { "StrategyUnusable", "spec.fsGroup.ranges", """{"spec":{"fsGroup":{"rule":"MayRunAs"}}}""" },
        { "StrategyUnusable", "spec.runAsUser.ranges", """{"spec":{"runAsUser":{"rule":"MustRunAs","ranges":[]}}}""" },
        { "StrategyUnusable", "spec.seLinux.seLinuxOptions", """{"spec":{"seLinux":{"rule":"MustRunAs"}}}""" },
        { "RangesIgnored", "spec.runAsUser.ranges", """{"spec":{"runAsUser":{"ranges":[{"min":1,"max":2}]}}}""" },
        { "RangesIgnored", "spec.seLinux.seLinuxOptions", """{"spec":{"seLinux":{"seLinuxOptions":{"level":"s0"}}}}""" },
        { "AnyUser", "spec.runAsUser", """{"spec":{"runAsUser":{"rule":"RunAsAny"}}}""" },
        { "RootInUserRange", "spec.runAsUser.ranges", """{"spec":{"runAsUser":{"rule":"MustRunAs","ranges":[{"min":0,"max":2}]}}}""" },
        { "AnySeccompProfile", $"metadata.annotations[{SeccompAllowed}]", Annotation(SeccompAllowed, "runtime/default,unconfined") },
        { "AnyAppArmorProfile", $"metadata.annotations[{AppArmorAllowed}]", Annotation(AppArmorAllowed, null) },
        { "ProfileWithoutDefault", $"metadata.annotations[{SeccompAllowed}]", Annotation(PspAnnotations.SeccompDefault, null) },
        { "DefaultProfileNotAllowed", $"metadata.annotations[{PspAnnotations.SeccompDefault}]", Annotation(
            SeccompAllowed, "localhost/a.json") },
        { "DefaultProfileNotAllowed", $"metadata.annotations[{AppArmorDefault}]", Annotation(AppArmorDefault, "localhost/a") },
        {
            "UnknownProfileAnnotation", "metadata.annotations[seccomp.security.alpha.kubernetes.io/allowedProfiles]",
            """{"metadata":{"annotations":{"seccomp.security.alpha.kubernetes.io/allowedProfiles":"*"}}}"""
        },
        { "AllUnsafeSysctls", "spec.allowedUnsafeSysctls", """{"spec":{"allowedUnsafeSysctls":["*"]}}""" },
        { "SysctlAlreadySafe", "spec.allowedUnsafeSysctls[1]",
            """{"spec":{"allowedUnsafeSysctls":["net.core.*","net.ipv4.tcp_syncookies"]}}""" },
        { "ProcMountTypesDropped", "spec.allowedProcMountTypes", """{"spec":{"allowedProcMountTypes":["Unmasked"]}}""" },
    };

    /// <summary>Warnings that cannot come alone, with the others that come with them.</summary>
    public static TheoryData<string, string[], string> Companions => new()
    {
        { "WildcardWithOthers", ["AnyHostPath"], """{"spec":{"volumes":["*","secret"]}}""" },
        { "PrivilegedWithoutEscalation", ["PrivilegedContainers"], """{"spec":{"privileged":true,"allowPrivilegeEscalation":false}}""" },
        { "HostNetworkWithoutHostPorts", ["HostNetwork"], """{"spec":{"hostNetwork":true}}""" },
        { "CapabilityAllowedTwice", ["CapabilitiesAddedToAll"],
            """{"spec":{"defaultAddCapabilities":["CHOWN"],"allowedCapabilities":["CHOWN"]}}""" },
        { "SeccompNotAllowed", ["DefaultProfileNotAllowed"], Annotation(SeccompAllowed, null) },
    };

    [Theory]
    [MemberData(nameof(Cases))]
    public void A_policy_draws_one_more_warning(string code, string field, string patch)
    {
        var warnings = Warnings(patch).Where(warning => !Usual.Contains(warning.Code)).ToArray();
        var warning = Assert.Single(warnings);
        Assert.Equal((code, field), (warning.Code, warning.Field));
    }

    [Theory]
    [MemberData(nameof(Companions))]
    public void A_policy_draws_this_warning_among_others(string code, string[] others, string patch) =>
        Assert.Equal(others.Append(code).Order(), Warnings(patch).Select(warning => warning.Code).Except(Usual).Distinct().Order());

    [Fact]
    public void The_quiet_policy_is_quiet() => Assert.Equal(Usual, Warnings("{}").Select(warning => warning.Code));

    [Theory]
    [InlineData("1.13", "1.14", "spec.runAsGroup", """{"spec":{"runAsGroup":{"rule":"RunAsAny"}}}""")]
    [InlineData("1.14", "1.15", "spec.runtimeClass", """{"spec":{"runtimeClass":{"allowedRuntimeClassNames":["*"]}}}""")]
    [InlineData("1.15", "1.16", "spec.allowedCSIDrivers", """{"spec":{"volumes":["secret","csi"],"allowedCSIDrivers":[{"name":"d"}]}}""")]
    public void A_field_that_a_release_does_not_keep_is_told(string before, string since, string field, string patch)
    {
        Assert.Equal(field, Assert.Single(Warnings(patch, before), warning => warning.Code == FieldNotInRelease).Field);
        Assert.DoesNotContain(Warnings(patch, since), warning => warning.Code == FieldNotInRelease);
    }

    [Fact]
    public void Every_code_has_a_case()
    {
        var covered = Cases.Select(row => row.Data.Item1).Concat(Companions.Select(row => row.Data.Item1)).Concat(Usual)
            .Append(FieldNotInRelease);
        Assert.Equal(PspValidator.WarningCodes.Order(), covered.Distinct().Order());
    }

    [Fact]
    public void Every_code_is_used_once_and_is_PascalCase()
    {
        Assert.Distinct(PspValidator.WarningCodes);
        Assert.All(PspValidator.WarningCodes, code => Assert.Matches("^([A-Z]+[a-z]*)+$", code));
    }

    [Fact]
    public void Every_code_is_documented_under_its_kind()
    {
        var guide = File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "docs", "policies.md"));
        Assert.Contains($"`{FieldNotInRelease}`", guide, StringComparison.Ordinal);
        Assert.All(Cases.Select(row => row.Data.Item3).Concat(Companions.Select(row => row.Data.Item3)).SelectMany(Warnings), warning =>
        {
            var section = guide[guide.IndexOf($"**{warning.Kind}**", StringComparison.Ordinal)..].Split("\n**")[0];
            Assert.Contains($"`{warning.Code}`", section, StringComparison.Ordinal);
        });
    }

    [Fact]
    public void A_warning_is_a_sentence() => Assert.All(
        Cases.Select(row => row.Data.Item3).SelectMany(Warnings), warning => Assert.Matches("^[A-Z'].*[.]$", warning.Message));

    [Fact]
    public void The_changes_that_a_policy_makes_are_listed()
    {
        var warning = PspValidator.Validate(RestrictivePsp.FromPreset(PspPreset.Restricted)).Warnings.Single(
            warning => warning.Code == "PodsChanged");
        Assert.Contains(
            "capabilities, allowPrivilegeEscalation, runAsNonRoot, supplementalGroups, fsGroup, the seccomp profile, the AppArmor profile",
            warning.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_shipped_EKS_default_is_not_called_altered() =>
        Assert.DoesNotContain("EksDefaultAltered", PspValidator.Validate(EksDefault.Policy()).Warnings.Select(warning => warning.Code));

    [Theory]
    [InlineData(PspPreset.Restricted)]
    [InlineData(PspPreset.Baseline)]
    [InlineData(PspPreset.NoHostNetwork)]
    public void Presets_hold_no_mistakes(PspPreset preset) =>
        Assert.DoesNotContain(
            nameof(PspWarningKind.Mistake), PspValidator.Validate(RestrictivePsp.FromPreset(preset)).Warnings.Select(
                warning => warning.Kind));

    private static string Annotation(string key, string? value) =>
        new JsonObject { ["metadata"] = new JsonObject { ["annotations"] = new JsonObject { [key] = value } } }.ToJsonString();

    private static IReadOnlyList<PspWarning> Warnings(string patch) => Warnings(patch, null);

    private static IReadOnlyList<PspWarning> Warnings(string patch, string? release)
    {
        var json = JsonNode.Parse(Quiet)!;
        Merge(json.AsObject(), JsonNode.Parse(patch)!.AsObject());
        return PspValidator.Validate(
            json.Deserialize(KubernetesJson.Default.PodSecurityPolicy)!, release is null ? null : KubernetesRelease.Find(release)).Warnings;
    }

    private static void Merge(JsonObject target, JsonObject patch)
    {
        foreach (var (key, value) in patch)
        {
            if (value is null)
            {
                target.Remove(key);
            }
            else if (value is JsonObject inner && target[key] is JsonObject existing)
            {
                Merge(existing, inner);
            }
            else
            {
                target[key] = value.DeepClone();
            }
        }
    }
}
