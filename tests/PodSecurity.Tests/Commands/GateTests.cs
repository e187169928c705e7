using PodSecurity.Tests.Hosting;

namespace PodSecurity.Tests.Commands;

/// <summary>A gate is passed only by what was read and judged: nothing, and what cannot be read, is no success.</summary>
public sealed class GateTests : IDisposable
{
    private readonly HostedModule _module = new();
    private readonly TemporaryFolder _folder = new();

    public GateTests()
    {
        _folder.Write("policies/plain.yaml", Samples.PlainPolicy);
        _folder.Write("pods/pod.yaml", Samples.PlainPod);
        _folder.Write("services/service.yaml", Samples.Service);
        _folder.Write("mixed/pod.yaml", Samples.PlainPod);
        _folder.Write("mixed/zbroken.yaml", "kind: [");
        _folder.Write("documents/one.yaml", $"{Samples.PlainPod}\n---\nkind: [\n---\n{Samples.Service}");
        _folder.Write("empty/.keep", "");
        _folder.Write("blank/blank.yaml", "\n# nothing\n");
        _folder.Write("list/list.yaml", "kind: List\napiVersion: v1\nitems: []\n");
        _folder.Write("typo/pod.yaml", Samples.PlainPod.Replace("kind: Pod", "kind: Pdo", StringComparison.Ordinal));
        _folder.Write("group/web.yaml", "apiVersion: app/v1\nkind: Deployment\nspec: {}\n");
        _folder.Write("bare/pod.yaml", "apiVersion: v1\nkind: Pod\nmetadata: {name: a}\nSpec: {hostPID: true, containers: [{name: c}]}\n");
        _folder.Write("bare-template/web.yaml", "apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: a}\nspec: {Template: {}}\n");
        _folder.Write("hidden/.pod.yaml", Samples.PrivilegedDeployment);
        _folder.Write("hidden/pod.yaml", Samples.PlainPod);
        _folder.Write(
            "twice/pod.json",
                """{"apiVersion":"v1","kind":"Service","metadata":{"name":"a"},"spec":{"hostPID":true,"containers":[{"name":"c"}]},"kind":"Pod"}""");
        _folder.Write(
            "items/pod.json",
                """{"apiVersion":"v1","kind":"Pod","spec":{},"items":[{"apiVersion":"v1","kind":"Pod","metadata":{"name":"a"},"spec":{"hostPID":true,"containers":[{"name":"c"}]}}]}""");
    }

    public void Dispose()
    {
        _module.Dispose();
        _folder.Dispose();
    }

    [Theory]
    [InlineData("Test-PodAgainstPsp 'no*.yaml'", "NothingJudged")]
    [InlineData("Test-PodAgainstPsp 'services/*.yaml'", "NothingJudged")]
    [InlineData("Test-PodAgainstPsp services/service.yaml", "NothingJudged")]
    [InlineData("Test-PodAgainstPsp list", "NothingJudged")]
    [InlineData("@() | Test-PodAgainstPsp", "NothingJudged")]
    [InlineData("'' | Test-PodAgainstPsp", "ManifestEmpty")]
    [InlineData("$null | Test-PodAgainstPsp", "InputObjectNotSupported")]
    [InlineData("Test-PodAgainstPsp -InputObject $null", "InputObjectNotSupported")]
    [InlineData("Test-PodAgainstPsp -InputObject @()", "NothingJudged")]
    [InlineData("@($null, $pod) | Test-PodAgainstPsp", "InputObjectNotSupported")]
    [InlineData("@{ apiVersion = 'v1'; kind = 'PodList'; items = @($null) } | Test-PodAgainstPsp", "ManifestKindMissing")]
    [InlineData("Test-PodAgainstPsp no.yaml", "PathNotFound")]
    [InlineData("Test-PodAgainstPsp pods, no.yaml", "PathNotFound")]
    [InlineData("Test-PodAgainstPsp empty", "FolderWithoutManifests")]
    [InlineData("Test-PodAgainstPsp blank", "ManifestEmpty")]
    [InlineData("Test-PodAgainstPsp typo", "KindUnknown")]
    [InlineData("Test-PodAgainstPsp group", "KindUnknown")]
    [InlineData("Test-PodAgainstPsp pods, bare", "ContainersMissing")]
    [InlineData("Test-PodAgainstPsp bare-template", "ContainersMissing")]
    [InlineData("@{ apiVersion = 'v1'; kind = 'Pod'; spec = $null } | Test-PodAgainstPsp", "ContainersMissing")]
    [InlineData("Test-PodAgainstPsp mixed", "ManifestSyntaxInvalid")]
    [InlineData("Test-PodAgainstPsp documents", "ManifestSyntaxInvalid")]
    [InlineData("Test-PodAgainstPsp hidden", null)]
    [InlineData("Test-PodAgainstPsp 'hidden/*.yaml'", null)]
    [InlineData("Test-PodAgainstPsp twice", null)]
    [InlineData("Test-PodAgainstPsp items", null)]
    public void Quiet_is_false(string script, string? errorId)
    {
        var result = Run($"$pod = @'\n{Samples.PlainPod}\n'@\n{script} -PolicyPath policies -Quiet");

        Assert.Equal([false], result.Output.Select(item => item.BaseObject));
        Assert.All(result.Errors, error => Assert.StartsWith($"{errorId},", error.FullyQualifiedErrorId, StringComparison.Ordinal));
        Assert.Equal(errorId is null, result.Errors.Count == 0);
    }

    [Fact]
    public void Quiet_is_false_for_a_cluster_without_pods()
    {
        var result = Run("Test-PodAgainstPsp -Quiet");

        Assert.Equal([false], result.Output.Select(item => item.BaseObject));
        Assert.StartsWith("NothingJudged,", Assert.Single(result.Errors).FullyQualifiedErrorId, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Test-PodAgainstPsp pods -PolicyPath policies -Quiet")]
    [InlineData("$pod -split \"`n\" | Test-PodAgainstPsp -PolicyPath policies -Quiet")]
    [InlineData("Test-PodAgainstPsp pods, 'no*.yaml' -PolicyPath policies -Quiet")]
    public void Quiet_is_true_when_all_is_judged_and_well(string script) =>
        Assert.Equal([true], Run($"$pod = @'\n{Samples.PlainPod}\n\n\n'@\n{script}").Output.Select(item => item.BaseObject));

    [Theory]
    [InlineData("Test-PodAgainstPsp 'no*.yaml' -PolicyPath policies", false)]
    [InlineData("@() | Test-PodAgainstPsp -PolicyPath policies", false)]
    [InlineData("Test-PodAgainstPsp services -PolicyPath policies", true)]
    [InlineData("Get-Content services/service.yaml | Test-PodAgainstPsp -PolicyPath policies", true)]
    [InlineData("Test-PodSecurityPolicy pods", true)]
    [InlineData("Test-PodSecurityPolicy 'no*.yaml'", false)]
    public void What_was_given_and_holds_nothing_to_judge_is_an_error(string script, bool isError)
    {
        var result = Run(script.Replace("Get-Content services/service.yaml", $"@'\n{Samples.Service}\n'@", StringComparison.Ordinal));

        Assert.Empty(result.Output);
        Assert.Equal(isError ? ["NothingJudged"] : [], result.Errors.Select(error => error.FullyQualifiedErrorId.Split(',')[0]));
    }

    [Theory]
    [InlineData("Test-PodAgainstPsp pods -Policy $nothing")]
    [InlineData("Test-PodAgainstPsp pods -PolicyPath $nothing")]
    [InlineData("Test-PodAgainstPsp pods -Policy @()")]
    [InlineData("Test-PodAgainstPsp pods -PolicyPath services")]
    public void Policies_that_are_not_there_are_not_taken_from_a_cluster(string script)
    {
        var result = Run($"{script} -Quiet");

        Assert.Empty(result.Output);
        Assert.StartsWith("NoPolicy,", Assert.Single(result.Errors).FullyQualifiedErrorId, StringComparison.Ordinal);
    }

    [Fact]
    public void A_policy_that_admits_everything_is_warned_of()
    {
        Assert.Empty(Run("Test-PodAgainstPsp pods -PolicyPath policies").Warnings);
        var warning = Assert.Single(Run($"Test-PodAgainstPsp pods -PolicyPath policies -Policy @'\n{Everything}\n'@ -Quiet").Warnings);
        Assert.Contains("'everything'", warning, StringComparison.Ordinal);
    }

    private const string Everything = """
        apiVersion: policy/v1beta1
        kind: PodSecurityPolicy
        metadata: {name: everything}
        spec:
          privileged: true
          hostNetwork: true
          hostPID: true
          hostIPC: true
          hostPorts: [{min: 0, max: 65535}]
          allowedCapabilities: ['*']
          volumes: ['*']
          runAsUser: {rule: RunAsAny}
          seLinux: {rule: RunAsAny}
          fsGroup: {rule: RunAsAny}
          supplementalGroups: {rule: RunAsAny}
        """;

    private ScriptResult Run(string script) =>
        _module.Run($"$ExecutionContext.SessionState.Path.SetLocation('{_folder.Path}') | Out-Null\n{script}");
}
