using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;
using PodSecurity.Admission;
using PodSecurity.Api;
using PodSecurity.Api.Decoding;
using PodSecurity.Eks;
using PodSecurity.Kubernetes.Serialization;
using PodSecurity.Manifests;
using PodSecurity.Presets;
using PodSecurity.Validation;

namespace PodSecurity.Kubernetes.Tests;

/// <summary>The files in examples/ say what the documentation says of them.</summary>
public sealed class ExamplesTests
{
    [Theory]
    [InlineData("restricted", PspPreset.Restricted)]
    [InlineData("baseline", PspPreset.Baseline)]
    [InlineData("eks.restrictive", PspPreset.NoHostNetwork)]
    public void A_policy_file_holds_the_preset(string name, PspPreset preset) =>
        AssertSame(RestrictivePsp.FromPreset(preset), Assert.Single(
            Documents($"policies/{name}.yaml")), KubernetesJson.Default.PodSecurityPolicy);

    [Fact]
    public void The_EKS_default_is_as_EKS_ships_it()
    {
        var documents = Documents("policies/eks.privileged.yaml");
        Assert.Equal(3, documents.Length);
        AssertSame(EksDefault.Policy(), documents[0], KubernetesJson.Default.PodSecurityPolicy);
        AssertSame(EksDefault.ClusterRole(), documents[1], KubernetesJson.Default.RbacRole);
        AssertSame(EksDefault.ClusterRoleBinding(), documents[2], KubernetesJson.Default.RbacBinding);
    }

    [Theory]
    [InlineData("manifests/shop/web.yaml", "Deployment/web", "restricted baseline eks.restrictive eks.privileged")]
    [InlineData("manifests/kube-system/log-shipper.yaml", "DaemonSet/log-shipper", "eks.restrictive eks.privileged")]
    [InlineData("manifests/kube-system/network-agent.yaml", "DaemonSet/network-agent", "eks.privileged")]
    [InlineData("manifests/shop/database.yaml", "StatefulSet/postgres", "baseline eks.privileged")]
    [InlineData("manifests/shop/backup.yaml", "CronJob/backup", "baseline eks.restrictive eks.privileged")]
    [InlineData("manifests/kube-system/node-report.yaml", "CronJob/node-report", "eks.privileged")]
    [InlineData("pods/busybox.yaml", "Pod/busybox", "restricted baseline eks.restrictive eks.privileged")]
    [InlineData("pods/privileged.yaml", "Pod/privileged", "eks.privileged")]
    public void A_workload_is_admitted_by_these_policies(string file, string workload, string admitting)
    {
        var decoded = Assert.Single(Documents(file).Select(WorkloadDecoder.Decode).OfType<Workload>());
        Assert.Equal(workload, $"{decoded.Kind}/{decoded.Name}");
        Assert.Equal(admitting, string.Join(' ', Policies().Where(policy => Admits(policy, decoded)).Select(policy => policy.Name)));
    }

    [Fact]
    public void The_server_accepts_every_policy() =>
        Assert.All(Policies(), policy => Assert.Empty(PspValidator.Validate(policy).Errors));

    private static bool Admits(PodSecurityPolicy policy, Workload workload)
    {
        var admission = new PspAdmission([policy]);
        return admission.Evaluate(workload.Pod, admission.All, TokenVolume.Auto).Outcome == AdmissionOutcome.Allowed;
    }

    /// <summary>From the strictest to the loosest.</summary>
    private static IEnumerable<PodSecurityPolicy> Policies() =>
        new[] { "restricted", "baseline", "eks.restrictive", "eks.privileged" }
            .SelectMany(name => Documents($"policies/{name}.yaml")).Select(PolicyDecoder.Decode).OfType<PodSecurityPolicy>();

    private static ManifestDocument[] Documents(string file) =>
    [
        .. ManifestReader.ReadFile(
            Path.Combine(AppContext.BaseDirectory, "examples", file), file, ManifestReader.Throw, TestContext.Current.CancellationToken),
    ];

    private static void AssertSame<T>(T expected, ManifestDocument document, JsonTypeInfo<T> type) => Assert.Equal(
        JsonSerializer.Serialize(expected, type),
        JsonSerializer.Serialize(JsonNode.Parse(document.Json.Span).Deserialize(type)!, type));
}
