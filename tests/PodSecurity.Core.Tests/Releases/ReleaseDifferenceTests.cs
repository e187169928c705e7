using PodSecurity.Admission.Storage;
using PodSecurity.Api;
using PodSecurity.Core.Tests.Admission;
using PodSecurity.Releases;
using PodSecurity.Validation;

namespace PodSecurity.Core.Tests.Releases;

/// <summary>
/// Each difference between releases, by its name: what the last release without it answers, and what the first one with it does. How sure
/// that is says its entry in <see cref="ReleaseFeatures"/>; what was run is also in the conformance cases.
/// </summary>
public sealed class ReleaseDifferenceTests
{
    private const string Ephemeral = """{"ephemeral": {"volumeClaimTemplate": {"spec": {"accessModes": ["ReadWriteOnce"]}}}}""";
    private const string EmptyDirOnly = """{"volumes": ["emptyDir"]}""";

    private const string DefaultToken = """
        {"projected": {"sources": [{"serviceAccountToken": {"path": "token"}},
          {"configMap": {"name": "kube-root-ca.crt"}},
          {"downwardAPI": {"items": [{"path": "namespace", "fieldRef": {"fieldPath": "metadata.namespace"}}]}}]}}
        """;

    private const string HostProcess = """{"hostNetwork": true, "securityContext": {"windowsOptions": {"hostProcess": true}}}""";

    private const string Debugged = """{"ephemeralContainers": [{"name": "debug", "securityContext": {"privileged": true}}]}""";

    private static readonly Difference[] Differences =
    [
        new(nameof(ReleaseFeatures.RunAsGroup), release => Verdict(
            release, Given.Container("""{"securityContext": {"runAsGroup": 5}}"""),
            Given.Policy("""{"runAsGroup": {"rule": "MustRunAs", "ranges": [{"min": 1, "max": 2}]}}""")),
            "allowed", "spec.containers[0].securityContext: Invalid value: []int64{5}: group 5 must be in the ranges: [{1 2}]"),
        new(nameof(ReleaseFeatures.CsiVolumeType), release => Verdict(
            release, Given.Volume("""{"csi": {"driver": "d"}}"""), Given.Policy(EmptyDirOnly)),
            "allowed", "spec.volumes[0]: Invalid value: \"csi\": csi volumes are not allowed to be used"),
        new(nameof(ReleaseFeatures.RuntimeClassRule), release => Verdict(
            release, Given.Pod("""{"runtimeClassName": "kata"}"""),
            Given.Policy("""{"runtimeClass": {"allowedRuntimeClassNames": ["gvisor"]}}""")),
            "allowed", "spec.runtimeClassName: Invalid value: \"kata\""),
        new(nameof(ReleaseFeatures.InlineCsiVolumes), release => Verdict(
            release, Given.Volume("""{"csi": {"driver": "d"}}"""), Given.Policy()),
            "invalid: spec.volumes[0]: Required value: must specify a volume type", "allowed"),
        new(nameof(ReleaseFeatures.PingGroupRange), release => Verdict(release, Sysctl("net.ipv4.ping_group_range"), Given.Policy()),
            "pod.spec.securityContext.sysctls[0]: Forbidden: unsafe sysctl \"net.ipv4.ping_group_range\" is not allowed", "allowed"),
        new(nameof(ReleaseFeatures.EphemeralContainersDefaulted), release => Verdict(
            release, Given.Pod(
                """{"containers": [{"name": "c", "securityContext": {"allowPrivilegeEscalation": false}}], "ephemeralContainers": [{"name": "d"}]}"""),
            Given.Policy("""{"allowPrivilegeEscalation": false}""")),
            "allowed", "changed: /spec/ephemeralContainers/0/securityContext/allowPrivilegeEscalation: (none) -> false"),
        new(nameof(ReleaseFeatures.ManagedFieldsIgnored), release => PodUpdate.IsJudged(
            Metadata("""{"name": "p", "managedFields": [{"manager": "m"}]}"""), Metadata("""{"name": "p"}"""), release).ToString(),
            "True", "False"),
        new(nameof(ReleaseFeatures.PluginInRefusals), release => Given.Pod().Decide(
            release.Name, Given.Policy("""{"runAsUser": {"rule": "Wrong"}}""")).Message!,
            "pods \"p\" is forbidden: no providers available to validate pod request",
            "pods \"p\" is forbidden: PodSecurityPolicy: no providers available to validate pod request"),
        new(nameof(ReleaseFeatures.SeccompFields), release => Verdict(
            release, Given.Contexts("""{"seccompProfile": {"type": "Unconfined"}}""", "{}"), Given.Policy(annotations: "{}")),
            "allowed",
            "pod.metadata.annotations[seccomp.security.alpha.kubernetes.io/pod]: Forbidden: seccomp may not be set"),
        new(nameof(ReleaseFeatures.EphemeralVolumeType), release => Verdict(release, Given.Volume(Ephemeral), Given.Policy(EmptyDirOnly)),
            "allowed", "spec.volumes[0]: Invalid value: \"ephemeral\": ephemeral volumes are not allowed to be used"),
        new(nameof(ReleaseFeatures.TokenProjectionAsSecret), release => Verdict(
            release, Given.Volume(DefaultToken), Given.Policy("""{"volumes": ["secret"]}""")),
            "spec.volumes[0]: Invalid value: \"projected\": projected volumes are not allowed to be used", "allowed"),
        new(nameof(ReleaseFeatures.SeccompAliases), release => Verdict(
            release, Given.Contexts("""{"seccompProfile": {"type": "RuntimeDefault"}}""", "{}"), Seccomp("docker/default")),
            "pod.metadata.annotations[seccomp.security.alpha.kubernetes.io/pod]: Forbidden: runtime/default is not an allowed seccomp "
            + "profile. Valid values are docker/default",
            "changed: /metadata/annotations/seccomp.security.alpha.kubernetes.io~1pod: (none) -> runtime/default"),
        new(nameof(ReleaseFeatures.LowercaseNameWording), release => Validate(
            release, """{"runtimeClass": {"allowedRuntimeClassNames": ["*"], "defaultRuntimeClassName": "No_Name"}}""").Split(" must")[0],
            "spec.runtimeClass.defaultRuntimeClassName: Invalid value: \"No_Name\": a DNS-1123 subdomain",
            "spec.runtimeClass.defaultRuntimeClassName: Invalid value: \"No_Name\": a lowercase RFC 1123 subdomain"),
        new(nameof(ReleaseFeatures.GenericEphemeralVolumes), release => Verdict(release, Given.Volume(Ephemeral), Given.Policy()),
            "invalid: spec.volumes[0]: Required value: must specify a volume type", "allowed"),
        new(nameof(ReleaseFeatures.ProjectedTokenVolume), release => release.TokenVolume.ToString(), "Secret", "Projected"),
        new(nameof(ReleaseFeatures.UnprivilegedPortStart), release => Verdict(
            release, Sysctl("net.ipv4.ip_unprivileged_port_start"), Given.Policy()),
            "pod.spec.securityContext.sysctls[0]: Forbidden: unsafe sysctl \"net.ipv4.ip_unprivileged_port_start\" is not allowed",
            "allowed"),
        new(nameof(ReleaseFeatures.HostProcessField), release => Verdict(release, Given.Pod(HostProcess), Given.Policy()),
            "allowed",
            "invalid: spec.securityContext.windowsOptions.hostProcess: Forbidden: not allowed when feature gate "
            + "'WindowsHostProcessContainers' is not enabled"),
        new(nameof(ReleaseFeatures.HostProcessContainers), release => Verdict(release, Given.Pod(HostProcess), Given.Policy()),
            "invalid: spec.securityContext.windowsOptions.hostProcess: Forbidden: not allowed when feature gate "
            + "'WindowsHostProcessContainers' is not enabled",
            "allowed"),
        new(nameof(ReleaseFeatures.EphemeralContainers), release => Update(
            release, Given.Pod(Debugged), Given.Policy("""{"privileged": false}""")),
            "allowed",
            "spec.ephemeralContainers[0].securityContext.privileged: Invalid value: true: Privileged containers are not allowed"),
        new(nameof(ReleaseFeatures.PodOS), release => Verdict(
            release, Given.Pod("""{"os": {"name": "windows"}}"""), Given.Policy("""{"readOnlyRootFilesystem": true}""")),
            "changed: /spec/containers/0/securityContext/readOnlyRootFilesystem: (none) -> true",
            "invalid: spec.containers[0].securityContext.readOnlyRootFilesystem: Forbidden: cannot be set for a windows pod"),
    ];

    public static TheoryData<string> Names => [.. Differences.Select(difference => difference.Name)];

    [Fact]
    public void Every_difference_is_tested() => Assert.Equal(
        ReleaseFeatures.All.Select(feature => feature.Name), Differences.Select(difference => difference.Name));

    [Fact]
    public void Help_says_each_with_its_release_and_how_it_is_known()
    {
        var topic = string.Join(
            ' ', File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "en-US", "about_PodSecurity_Releases.help.txt"))
            .Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
        Assert.All(ReleaseFeatures.All, feature =>
            Assert.Contains($"{feature.Since} ({Words(feature.Evidence)}) {feature.Effect}", topic, StringComparison.Ordinal));
    }

    private static string Words(ReleaseEvidence evidence) =>
        evidence == ReleaseEvidence.ReleaseNotes ? "release notes" : evidence.ToString().ToLowerInvariant();

    [Fact]
    public void They_stand_in_order_of_release() => Assert.Equal(
        ReleaseFeatures.All.OrderBy(feature => feature.Since, Comparer<ReleaseNumber>.Default), ReleaseFeatures.All);

    [Theory]
    [MemberData(nameof(Names))]
    public void It_begins_with_its_release(string name)
    {
        var difference = Differences.Single(item => item.Name == name);
        var feature = ReleaseFeatures.All.Single(item => item.Name == name);
        var since = KubernetesRelease.All.First(release => release.Has(feature));
        var before = KubernetesRelease.All.Last(release => !release.Has(feature));

        Assert.Equal((difference.Before, difference.Since), (difference.Answer(before), difference.Answer(since)));
    }

    private static string Verdict(KubernetesRelease release, Workload pod, PodSecurityPolicy policy) =>
        Words(pod.Decide(release.Name, policy));

    private static string Update(KubernetesRelease release, Workload pod, PodSecurityPolicy policy) =>
        Words(pod.DecideUpdate(release.Name, policy));

    private static string Words(PodSecurity.Admission.AdmissionDecision decision) => decision.Outcome switch
    {
        AdmissionOutcome.Allowed when decision.Mutated => $"changed: {decision.Changes[0]}",
        AdmissionOutcome.Allowed => "allowed",
        AdmissionOutcome.Invalid => $"invalid: {decision.Violations[0].Message}",
        _ => decision.Violations[0].Message,
    };

    private static string Validate(KubernetesRelease release, string spec) =>
        PspValidator.Validate(Given.Policy(spec), release).Errors[0].Message;

    private static Workload Sysctl(string name) =>
        Given.Contexts($$"""{"sysctls": [{"name": "{{name}}", "value": "1"}]}""", "{}");

    private static PodSecurityPolicy Seccomp(string allowed) =>
        Given.Policy(annotations: Given.Annotations((PspAnnotations.SeccompAllowed, allowed)));

    private static PodSecurity.Manifests.ManifestDocument Metadata(string metadata) =>
        Documents.Document($$"""{"apiVersion": "v1", "kind": "Pod", "metadata": {{metadata}}}""");

    private sealed record Difference(string Name, Func<KubernetesRelease, string> Answer, string Before, string Since);
}
