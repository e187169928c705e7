using System.Text.Json.Nodes;
using PodSecurity.Api;
using PodSecurity.Cluster;
using PodSecurity.Kubernetes.Serialization;
using PodSecurity.Tests.Hosting;

namespace PodSecurity.Tests.Commands;

/// <summary>Test-PodSecurityStandard: levels, versions, gates, and requests as the server would answer them.</summary>
public sealed class PodSecurityStandardTests : IDisposable
{
    private const string Restricted = """
        apiVersion: v1
        kind: Pod
        metadata: {name: good, namespace: team-a}
        spec:
          securityContext: {runAsNonRoot: true, seccompProfile: {type: RuntimeDefault}}
          containers:
          - {name: main, securityContext: {allowPrivilegeEscalation: false, capabilities: {drop: [ALL]}}}
        """;

    private const string Baseline = """
        apiVersion: apps/v1
        kind: Deployment
        metadata: {name: plain, namespace: team-a}
        spec: {template: {spec: {containers: [{name: main}]}}}
        """;

    private const string Privileged = """
        apiVersion: v1
        kind: Pod
        metadata: {name: bad, namespace: team-a}
        spec: {hostNetwork: true, containers: [{name: main, ports: [{containerPort: 80}]}]}
        """;

    private const string Labelled = """
        apiVersion: v1
        kind: Namespace
        metadata: {name: team-a, labels: {pod-security.kubernetes.io/enforce: baseline, pod-security.kubernetes.io/warn: restricted}}
        """;

    private readonly HostedModule _module = new();

    public void Dispose() => _module.Dispose();

    [Theory]
    [InlineData("$pod | Test-PodSecurityStandard -Level baseline -Quiet", true)]
    [InlineData("$pod | Test-PodSecurityStandard -Level baseline | ForEach-Object Allowed", true)]
    [InlineData("Test-PodSecurityStandard -InputObject $pod -Level baseline -Quiet", true)]
    public void What_is_piped_needs_no_cluster(string script, bool expected)
    {
        _module.Failure = new(ClusterFailure.Connection, "There is no cluster.");

        var result = _module.Run($"$pod = @'\n{Restricted}\n'@; {script}");

        Assert.Empty(result.Errors);
        Assert.Equal([expected], result.Output.Select(item => item.BaseObject));
    }

    [Theory]
    [InlineData("-Level restricted -Quiet", false)]
    [InlineData("-ByLabel -Quiet", false)]
    [InlineData("-Level privileged", null)]
    public void What_has_no_container_meets_no_level(string arguments, bool? quiet)
    {
        _module.Run(
            $"$namespace = @'\n{Labelled}\n'@; $pod = @'\n{Restricted.Replace("containers", "container", StringComparison.Ordinal)}\n'@");

        var result = _module.Run($"$namespace, $pod | Test-PodSecurityStandard {arguments}");

        Assert.StartsWith("ContainersMissing,", Assert.Single(result.Errors).FullyQualifiedErrorId, StringComparison.Ordinal);
        Assert.Equal(quiet is { } word ? [word] : [], result.Output.Select(item => item.BaseObject));
    }

    [Theory]
    [InlineData("-Default $nothing", "ParameterNull")]
    [InlineData("-Namespace $nothing", "ParameterNull")]
    [InlineData("-Snapshot $nothing", "ParameterNull")]
    [InlineData("-ExemptNamespace $nothing", null)]
    [InlineData("-ExemptUser $nothing -ExemptRuntimeClass $nothing", null)]
    public void A_variable_that_was_never_set_breaks_nothing(string arguments, string? errorId)
    {
        _module.Run($"$all = @'\n{Labelled}\n---\n{Restricted}\n'@");

        var result = _module.Run($"$all | Test-PodSecurityStandard -ByLabel {arguments}");

        Assert.Equal(
            errorId is null ? [] : new[] { errorId }, result.Errors.Select(error => error.FullyQualifiedErrorId.Split(',')[0]));
        Assert.Equal(errorId is null ? 1 : 0, result.Output.Count);
    }

    [Theory]
    [InlineData(Restricted, "restricted", null)]
    [InlineData(Baseline, "baseline", "restricted")]
    [InlineData(Privileged, "privileged", "baseline")]
    public void Finds_the_strictest_level_and_what_keeps_from_the_next(string manifest, string level, string? next)
    {
        var result = Test(manifest, "");

        Assert.Equal((level, next, true), (result.Level, result.NextLevel, result.Allowed));
        Assert.Equal(next is null, result.Violations.Count == 0);
        Assert.Equal(next is null, result.Message is null);
    }

    [Fact]
    public void Says_what_the_server_says()
    {
        var result = Test(Privileged, "-Level baseline -Version v1.24");

        Assert.False(result.Allowed);
        Assert.Equal(
            "violates PodSecurity \"baseline:v1.24\": host namespaces (hostNetwork=true), hostPort (container \"main\" uses hostPort 80)",
            result.Message);
        Assert.Equal(["hostNamespaces", "hostPorts"], result.Violations.Select(violation => violation.Check));
    }

    [Fact]
    public void Judges_every_version_that_is_asked_for()
    {
        var results = Run(Baseline, "-Level restricted -Version v1.0, v1.22, latest").Output.Select(
            item => (PssTestResult)item.BaseObject).ToList();

        Assert.Equal(["v1.0", "v1.22", "latest"], results.Select(result => result.Version));
        Assert.Equal([1, 4, 4], results.Select(result => result.Violations.Count));
    }

    [Fact]
    public void Explains_by_patches_of_the_object()
    {
        var explanation = Test(Baseline, "-Level restricted -Explain").Explanation;

        Assert.Contains(explanation, item => item is
        {
            Check: "runAsNonRoot",
            Fix: "set spec.template.spec.securityContext.runAsNonRoot to true",
            Patch: """{"spec":{"template":{"spec":{"securityContext":{"runAsNonRoot":true}}}}}""",
        });
        Assert.Empty(Test(Baseline, "-Level restricted").Explanation);
    }

    [Theory]
    [InlineData(Restricted, "-Level restricted", true)]
    [InlineData(Baseline, "-Level restricted", false)]
    [InlineData(Baseline, "-Level baseline", true)]
    [InlineData(Baseline + "\n---\nkind: broken", "-Level baseline", false)]
    [InlineData(Labelled, "-Level baseline", false)]
    [InlineData(Labelled, "-ByLabel", false)]
    [InlineData("", "-Level baseline", false)]
    [InlineData(Labelled + "\n---\n" + Privileged, "-ByLabel", false)]
    [InlineData(Baseline + "\n---\n" + Labelled, "-ByLabel", true)]
    public void Is_a_gate(string manifest, string arguments, bool expected) =>
        Assert.Equal(expected, Assert.Single(Run(manifest, $"{arguments} -Quiet").Output).BaseObject);

    [Theory]
    [InlineData("-Version 1.24", "StandardVersionUnknown", "v1.0 to v1.37")]
    [InlineData("-Version v1.24, v2.0", "StandardVersionUnknown", "latest")]
    [InlineData("-Level bogus", "ParameterArgumentValidationError", "privileged,baseline,restricted")]
    [InlineData("-Quiet", "LevelMissing", "-Level")]
    [InlineData("-ByLabel -Default @{ enforce = 'high' }", "DefaultInvalid", "privileged")]
    [InlineData("-ByLabel -Default @{ enforced = 'baseline' }", "DefaultInvalid", "enforce-version")]
    public void Says_what_there_is(string arguments, string errorId, string text)
    {
        var error = Assert.Single(Run(Baseline, arguments).Errors);

        Assert.StartsWith($"{errorId},", error.FullyQualifiedErrorId, StringComparison.Ordinal);
        Assert.Contains(text, error.Exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Judges_newer_versions_by_the_newest_known_and_says_so()
    {
        var result = Run(Baseline, "-Level baseline -Version v1.38");

        Assert.Contains("v1.37", Assert.Single(result.Warnings), StringComparison.Ordinal);
        Assert.Equal("v1.38", ((PssTestResult)Assert.Single(result.Output).BaseObject).Version);
    }

    [Fact]
    public void Judges_the_pods_of_a_cluster()
    {
        Add(ResourceTypes.Pods, Privileged);
        var result = (PssTestResult)Assert.Single(
            _module.Run("Test-PodSecurityStandard -Namespace team-a -Level baseline").Output).BaseObject;

        Assert.Equal(("bad", false, "memory"), (result.Name, result.Allowed, result.Cluster));
    }

    [Fact]
    public void Refuses_and_warns_by_the_labels_among_the_manifests()
    {
        var results = Run($"{Privileged}\n---\n{Baseline}\n---\n{Labelled}", "-ByLabel").Output
            .Select(item => (PssRequestResult)item.BaseObject).ToList();

        Assert.Equal([false, true], results.Select(result => result.Allowed));
        Assert.StartsWith(
            "pods \"bad\" is forbidden: violates PodSecurity \"baseline:latest\": host", results[0].Message, StringComparison.Ordinal);
        Assert.Equal(403, results[0].Code);
        Assert.StartsWith(
            "would violate PodSecurity \"restricted:latest\": allow", Assert.Single(results[1].Warnings), StringComparison.Ordinal);
        Assert.Null(results[1].Cluster);
    }

    [Theory]
    [InlineData("", false, null)]
    [InlineData("-ExemptNamespace team-a", true, "namespace")]
    [InlineData("-ExemptUser jane -User jane", true, "user")]
    [InlineData("-ExemptUser jane -User joe", false, null)]
    public void Knows_the_exemptions_that_it_is_told(string arguments, bool allowed, string? exempt)
    {
        Add(ResourceTypes.Namespaces, Labelled);
        var result = (PssRequestResult)Assert.Single(Run(Privileged, $"-ByLabel {arguments}").Output).BaseObject;

        Assert.Equal((allowed, exempt), (result.Allowed, result.AuditAnnotations.GetValueOrDefault("exempt")));
        Assert.Equal("memory", result.Cluster);
    }

    [Fact]
    public void Answers_for_a_namespace_that_is_nowhere_as_the_server_does()
    {
        var result = (PssRequestResult)Assert.Single(Run(Privileged, "-ByLabel").Output).BaseObject;

        Assert.Equal((false, 500), (result.Allowed, result.Code));
    }

    [Fact]
    public void Knows_the_defaults_that_it_is_told()
    {
        Add(ResourceTypes.Namespaces, "apiVersion: v1\nkind: Namespace\nmetadata: {name: team-a}");
        var result = (PssRequestResult)Assert.Single(Run(Privileged, "-ByLabel -Default @{ enforce = 'baseline' }").Output).BaseObject;

        Assert.Equal((false, "baseline:latest", "privileged:latest"), (result.Allowed, result.Enforce, result.Warn));
    }

    [Fact]
    public void Completes_versions() => Assert.Equal(["v1.24"], _module.Complete("Test-PodSecurityStandard -Version v1.24"));

    private void Add(ResourceType type, string manifest) =>
        _module.Cluster.Add(
            type, JsonNode.Parse(
                ManifestReader.ReadText(
                    manifest, "test", ManifestReader.Throw, TestContext.Current.CancellationToken).Single().Json.Span)!.AsObject());

    private PssTestResult Test(string manifest, string arguments) =>
        Assert.IsType<PssTestResult>(Assert.Single(Run(manifest, arguments).Output).BaseObject);

    private ScriptResult Run(string manifest, string arguments) =>
        _module.Run($"@'\n{manifest}\n'@ | Test-PodSecurityStandard {arguments}");
}
