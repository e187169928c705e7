using System.Text;
using System.Text.Json.Nodes;
using PodSecurity.Api;
using PodSecurity.Api.Decoding;
using PodSecurity.Core.Tests.Admission;
using PodSecurity.Core.Tests.Standards;
using PodSecurity.Eks;
using PodSecurity.Manifests;
using PodSecurity.Migration;
using PodSecurity.Presets;
using PodSecurity.Standards;

namespace PodSecurity.Core.Tests.Migration;

public sealed class StandardConversionTests
{
    private static readonly StandardConversion Latest = new(PodSecurityVersion.Latest);

    /// <summary>The fields of a policy that let a check of the Standards fail.</summary>
    private static readonly Dictionary<string, string[]> FieldsOfCheck = new()
    {
        ["privileged"] = ["spec.privileged"],
        ["hostNamespaces"] = ["spec.hostNetwork", "spec.hostPID", "spec.hostIPC"],
        ["hostPathVolumes"] = ["spec.volumes"],
        ["restrictedVolumes"] = ["spec.volumes"],
        ["hostPorts"] = ["spec.hostPorts"],
        ["windowsHostProcess"] = ["(pods) windowsOptions.hostProcess"],
        ["hostProbesAndHostLifecycle"] = ["(pods) host of probes and lifecycle handlers"],
        ["appArmorProfile"] = ["metadata.annotations[apparmor.security.beta.kubernetes.io/allowedProfileNames]"],
        ["capabilities_baseline"] = ["spec.allowedCapabilities", "spec.defaultAddCapabilities"],
        ["capabilities_restricted"] =
            ["spec.allowedCapabilities", "spec.defaultAddCapabilities", "spec.requiredDropCapabilities"],
        ["procMount"] = ["spec.allowedProcMountTypes"],
        ["procMount_restricted"] = ["spec.allowedProcMountTypes"],
        ["seLinuxOptions"] = ["spec.seLinux"],
        ["seccompProfile_baseline"] = ["metadata.annotations[seccomp.security.alpha.kubernetes.io/allowedProfileNames]"],
        ["seccompProfile_restricted"] = ["metadata.annotations[seccomp.security.alpha.kubernetes.io/allowedProfileNames]"],
        ["sysctls"] = ["spec.allowedUnsafeSysctls"],
        ["allowPrivilegeEscalation"] = ["spec.allowPrivilegeEscalation"],
        ["runAsNonRoot"] = ["spec.runAsUser"],
        ["runAsUser"] = ["spec.runAsUser"],
    };

    [Theory]
    [InlineData(PspPreset.Restricted, "restricted", null)]
    [InlineData(PspPreset.Baseline, "baseline", "restricted")]
    [InlineData(PspPreset.NoHostNetwork, "privileged", "baseline")]
    public void A_preset_means_a_level(PspPreset preset, string level, string? next)
    {
        var found = Latest.Of(RestrictivePsp.FromPreset(preset));
        Assert.Equal((level, next), (found.Level, found.NextLevel));
        Assert.Equal(next is null, found.HeldBackBy.Count == 0);
    }

    [Fact]
    public void The_default_of_EKS_means_privileged_and_is_held_back_by_each_field_that_exceeds_baseline()
    {
        var found = Latest.Of(EksDefault.Policy());
        Assert.Equal(("privileged", "baseline"), (found.Level, found.NextLevel));
        Assert.Equal(
            [
                "spec.privileged", "spec.hostNetwork", "spec.hostPID", "spec.hostIPC", "spec.hostPorts", "spec.allowedCapabilities",
                "spec.volumes",
            ],
            found.HeldBackBy.Select(obstacle => obstacle.Subject));
        Assert.Empty(found.Mutates);
        Assert.Empty(found.Forbids);
    }

    [Fact]
    public void What_a_level_cannot_say_is_said_field_by_field()
    {
        var policy = RestrictivePsp.Build(new() { Name = "p", Preset = PspPreset.Restricted, ReadOnlyRootFilesystem = true });
        policy.Spec.FSGroup = new() { Rule = StrategyNames.MustRunAs, Ranges = [new() { Min = 5, Max = 9 }] };
        policy.Spec.RuntimeClass = new() { AllowedRuntimeClassNames = ["a"], DefaultRuntimeClassName = "a" };
        var found = Latest.Of(policy);

        Assert.Equal("restricted", found.Level);
        Assert.Contains("spec.readOnlyRootFilesystem: writable root file systems", found.LeavesOpen.Select(item => $"{item}"));
        Assert.Contains("spec.fsGroup: fsGroup outside of 5-9", found.LeavesOpen.Select(item => $"{item}"));
        Assert.Contains("spec.runtimeClass: runtime classes other than a", found.LeavesOpen.Select(item => $"{item}"));
        Assert.Contains("spec.fsGroup: writes fsGroup: 5 where none is set", found.Mutates.Select(item => $"{item}"));
        Assert.Contains("spec.runtimeClass: writes runtimeClassName: a where none is set", found.Mutates.Select(item => $"{item}"));
    }

    [Fact]
    public void Whatever_a_policy_admits_and_its_level_refuses_was_announced()
    {
        // A pod that the original admitted under a policy, as it stored it, breaks no check that Forbids does not name a field for.
        var cases = ConformanceCase.ReadAll().Where(item => item.Admitted is not null).ToList();
        ConformanceData.AssertAll(cases, item =>
        {
            var policy = item.Policies.Single(policy => policy.Name == item.Policy);
            var found = Latest.Of(policy);
            Assert.True(LevelName.TryParse(found.Level, out var level));
            var json = Encoding.UTF8.GetBytes(item.Admitted!.ToJsonString());
            var stored = WorkloadDecoder.Decode(new ManifestDocument(json, new("stored")))!;
            var unannounced = StandardReview.OfServed(stored).Violations(level, PodSecurityVersion.Latest)
                .Where(violation => !found.Forbids.Any(field => FieldsOfCheck[violation.Check].Contains(field.Field))).ToList();
            return unannounced.Count == 0 ? null : $"{found.Level}: {string.Join(", ", unannounced)}";
        });
        Assert.True(cases.Count > 500);
    }

    [Fact]
    public void Whatever_a_policy_refuses_and_its_level_allows_was_announced()
    {
        var cases = (from item in ConformanceCase.ReadAll() from policy in item.Policies select (item, policy)).ToList();
        ConformanceData.AssertAll(cases, pair =>
        {
            var (item, policy) = pair;
            var found = Latest.Of(policy);
            Assert.True(LevelName.TryParse(found.Level, out var level));
            var isRefused = item.Errors.ContainsKey(policy.Name);
            var isAllowed = StandardReview.OfServed(item.Workload).Allows(level, PodSecurityVersion.Latest);
            return isRefused && isAllowed && found.LeavesOpen.Count == 0 ? $"{policy.Name}, {found.Level}: nothing left open" : null;
        });
    }

    [Fact]
    public async Task A_namespace_bears_what_all_its_templates_meet_running_or_not()
    {
        var cluster = new MemoryGateway();
        Add(cluster, ResourceTypes.Namespaces, """{"apiVersion":"v1","kind":"Namespace","metadata":{"name":"empty"}}""");
        Add(cluster, ResourceTypes.Deployments, Deployment("meek", "good", Meek));
        Add(cluster, ResourceTypes.Deployments, Deployment("mixed", "good", Meek));
        Add(cluster, ResourceTypes.Deployments, Deployment("mixed", "idle", """{"containers":[{"name":"c","image":"i"}]}""", replicas: 0));
        Add(cluster, ResourceTypes.CronJobs, """
            {"apiVersion":"batch/v1","kind":"CronJob","metadata":{"name":"nightly","namespace":"host","uid":"n"},
             "spec":{"jobTemplate":{"spec":{"template":{"spec":{"hostNetwork":true,"containers":[{"name":"c","image":"i"}]}}}}}}
            """);

        var found = await Latest.OfNamespacesAsync(cluster, [], null, TestContext.Current.CancellationToken);

        Assert.Equal(
            [("empty", "restricted", 0), ("host", "privileged", 1), ("meek", "restricted", 1), ("mixed", "baseline", 2)],
            found.Select(item => (item.Namespace, item.Level, item.Workloads ?? -1)));
        Assert.Equal(["CronJob/nightly"], found[1].HeldBackBy.Select(obstacle => obstacle.Subject).Distinct());
        Assert.Equal(["Deployment/idle"], found[3].HeldBackBy.Select(obstacle => obstacle.Subject).Distinct());
        Assert.All(found[3].HeldBackBy, obstacle => Assert.StartsWith("set spec.template.spec.", obstacle.Fix, StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_fixes_of_what_holds_a_namespace_back_lead_to_the_next_level()
    {
        var cluster = new MemoryGateway();
        var before = Deployment("team", "web", """
            {"hostPID":true,"containers":[{"name":"c","image":"i","ports":[{"containerPort":80,"hostPort":80}],
             "securityContext":{"privileged":true,"capabilities":{"add":["SYS_ADMIN"]}}}]}
            """);
        Add(cluster, ResourceTypes.Deployments, before);
        var found = Assert.Single(await Latest.OfNamespacesAsync(cluster, [], null, TestContext.Current.CancellationToken));

        var after = found.HeldBackBy.Aggregate(before, (json, obstacle) => StrategicMerge.Apply(json, obstacle.Patch!));

        Assert.Equal("baseline", found.NextLevel);
        Assert.Equal(PodSecurityLevel.Baseline, StandardReview.OfServed(Documents.Decode(after)).StrictestMet(PodSecurityVersion.Latest));
    }

    private const string Meek = """
        {"securityContext":{"runAsNonRoot":true,"seccompProfile":{"type":"RuntimeDefault"}},"containers":[{"name":"c","image":"i",
         "securityContext":{"allowPrivilegeEscalation":false,"capabilities":{"drop":["ALL"]}}}]}
        """;

    private static void Add(MemoryGateway cluster, ResourceType type, string json) => cluster.Add(type, JsonNode.Parse(json)!.AsObject());

    private static string Deployment(string @namespace, string name, string spec, int replicas = 1) => $$$"""
        {"apiVersion":"apps/v1","kind":"Deployment","metadata":{"name":"{{{name}}}","namespace":"{{{@namespace}}}","uid":"{{{@namespace}}}{{{name}}}"},
         "spec":{"replicas":{{{replicas}}},"template":{"spec":{{{spec}}} } } }
        """;
}
