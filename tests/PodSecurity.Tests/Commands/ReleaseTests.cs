using System.Management.Automation;
using System.Text.Json.Nodes;
using PodSecurity.Api;
using PodSecurity.Tests.Hosting;

namespace PodSecurity.Tests.Commands;

/// <summary>Which release of Kubernetes the commands mean, and what it makes of pods, policies and updates.</summary>
public sealed class ReleaseTests : IDisposable
{
    private const string SecretOnly = "[projected, secret, configMap]";
    private const string Everybody = "@{ Policy = 'plain'; Group = 'system:authenticated'; ClusterWide = $true }";

    private readonly HostedModule _module = new();

    public void Dispose() => _module.Dispose();

    [Theory]
    [InlineData("1.13", "pods \"p\" is forbidden: unable to validate against any pod security policy: [")]
    [InlineData("v1.18.9", "pods \"p\" is forbidden: unable to validate against any pod security policy: [")]
    [InlineData("1.19", "pods \"p\" is forbidden: PodSecurityPolicy: unable to admit pod: [")]
    [InlineData("v1.20.15-eks-14c7a48", "pods \"p\" is forbidden: PodSecurityPolicy: unable to admit pod: [")]
    public void A_refusal_has_the_words_of_the_release(string version, string message)
    {
        var result = Run($"$privileged | Test-PodAgainstPsp -Policy $policy -KubernetesVersion {version}");

        Assert.StartsWith(message, Single<PspTestResult>(result).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_article_that_all_began_with_is_answered()
    {
        _module.Cluster.ServerVersion = "v1.13.12-eks-eb1860";
        AddPlain();

        var result = Single<PspTestResult>(Run("$pod | Test-PodAgainstPsp"));

        Assert.Equal(
            ("1.13", "pods \"plain\" is forbidden: unable to validate against any pod security policy: []"),
            (result.KubernetesVersion, result.Message));
    }

    [Theory]
    [InlineData("1.20", "secret")]
    [InlineData("1.21", "projected")]
    [InlineData(null, "projected")]
    public void The_token_volume_is_that_of_the_release(string? version, string type)
    {
        var named = version is null ? "" : $"-KubernetesVersion {version}";
        var result = Run($"$pod | Test-PodAgainstPsp -Policy ($policy -replace 'projected, secret, ', '') {named}");

        Assert.Contains($"\"{type}\"", Single<PspTestResult>(result).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("v1.17.3", null, "1.17")]
    [InlineData("v1.17.3", "1.22", "1.22")]
    [InlineData("v1.11.0", null, "1.13")]
    [InlineData("v1.26.1", null, "1.24")]
    [InlineData("nonsense", null, "1.20")]
    [InlineData(null, null, "1.20")]
    public void On_a_cluster_its_server_says_the_release_unless_one_is_named(string? server, string? named, string release)
    {
        _module.Cluster.ServerVersion = server;
        AddPlain();

        var result = Run($"$pod | Test-PodAgainstPsp {(named is null ? "" : $"-KubernetesVersion {named}")}");

        Assert.Equal(release, Single<PspTestResult>(result).KubernetesVersion);
    }

    [Theory]
    [InlineData("Test-PodAgainstPsp -Policy $policy -KubernetesVersion", "1.12", "KubernetesVersionUnknown", "1.13, 1.14, ")]
    [InlineData("Test-PodAgainstPsp -Policy $policy -KubernetesVersion", "newest", "KubernetesVersionUnknown", "1.13, 1.14, ")]
    [InlineData("Test-PodAgainstPsp -Policy $policy -KubernetesVersion", "1.25", "KubernetesVersionWithoutPsp", "Test-PodSecurityStandard")]
    [InlineData("Test-PodSecurityPolicy -KubernetesVersion", "v1.30.1", "KubernetesVersionWithoutPsp", "Test-PodSecurityStandard")]
    [InlineData("Test-PspChange -ToKubernetesVersion", "1.26", "KubernetesVersionWithoutPsp", "Test-PodSecurityStandard")]
    public void A_release_without_policies_or_unknown_ends_the_command(string command, string version, string id, string hint)
    {
        var error = Assert.Single(Run($"$pod | {command} {version}").Errors);

        Assert.StartsWith($"{id},", error.FullyQualifiedErrorId, StringComparison.Ordinal);
        Assert.Equal((ErrorCategory.InvalidArgument, version), (error.CategoryInfo.Category, error.TargetObject));
        Assert.Contains(hint, error.Exception.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Test-PodAgainstPsp -KubernetesVersion 1.2")]
    [InlineData("Test-PodSecurityPolicy -KubernetesVersion 1.2")]
    [InlineData("Test-PspChange -ToKubernetesVersion 1.2")]
    public void Releases_complete_the_newest_first(string text) =>
        Assert.Equal(["1.24", "1.23", "1.22", "1.21", "1.20"], _module.Complete(text));

    [Fact]
    public void A_policy_that_the_release_refuses_does_not_count()
    {
        var result = Run(
            "$pod | Test-PodAgainstPsp -KubernetesVersion 1.18 -Policy ($policy -replace 'configMap', 'ephemeral') -WarningVariable told; "
            + "$told");

        Assert.Equal(
            "pods \"plain\" is forbidden: no providers available to validate pod request",
            ((PspTestResult)result.Output[0].BaseObject).Message);
        Assert.StartsWith("Kubernetes 1.18 refuses the policy 'plain', so it does not count: spec.volumes: Unsupported value",
            result.Output[1].ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("1.18", false)]
    [InlineData("1.19", true)]
    public void A_policy_is_valid_for_a_release(string version, bool valid)
    {
        var result = Run($"($policy -replace 'configMap', 'ephemeral') | Test-PodSecurityPolicy -KubernetesVersion {version}");

        Assert.Equal((valid, version), (Single<PspValidationResult>(result).Valid, Single<PspValidationResult>(result).KubernetesVersion));
    }

    [Theory]
    [InlineData("[projected]", "1.20", "1.21", "AlreadyRejected", "Unchanged")]
    [InlineData("[secret]", "1.20", "1.21", "Unchanged", "Unchanged")]
    [InlineData("[secret]", "1.18", "1.21", "Unchanged", "Unchanged")]
    [InlineData("[configMap]", "1.20", "1.21", "AlreadyRejected", "AlreadyRejected")]
    public void An_upgrade_changes_the_token_volume(string volumes, string from, string to, string before, string after)
    {
        _module.Cluster.ServerVersion = $"v{from}.9";
        AddPlain(volumes);
        AddDeployment();

        var now = Single<PspChangeResult>(Run("Test-PspChange"));
        var then = Single<PspChangeResult>(Run($"Test-PspChange -ToKubernetesVersion {to}"));

        Assert.Equal((before, from), (now.Outcome, now.KubernetesVersion));
        Assert.Equal((after, to), (before == "AlreadyRejected" && then.ProposedPolicy is not null ? "Unchanged" : then.Outcome,
            then.KubernetesVersion));
    }

    [Fact]
    public void A_downgrade_can_reject()
    {
        _module.Cluster.ServerVersion = "v1.21.0";
        AddPlain("[projected]");
        AddDeployment();

        var result = Single<PspChangeResult>(Run("Test-PspChange -ToKubernetesVersion 1.20"));

        Assert.Equal(nameof(PspChangeOutcome.Rejected), result.Outcome);
        Assert.Contains("\"secret\": secret volumes are not allowed", result.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void An_upgrade_says_in_what_the_releases_differ_and_warns_when_the_first_is_a_guess()
    {
        AddPlain(SecretOnly);

        var result = Run("Test-PspChange -ToKubernetesVersion 1.21 -Verbose -WarningVariable told 4>&1; $told");

        Assert.Contains(result.Output, line => line.ToString().StartsWith(
            "Since Kubernetes 1.21 (Seen): The service account token comes in a projected volume", StringComparison.Ordinal));
        Assert.Contains(result.Output, line => line.ToString().StartsWith(
            "The cluster does not say its version, so it is taken for 1.20.", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("$pod -replace 'name: plain', 'name: plain, finalizers: [ f/f ]'", null, true)]
    [InlineData("$pod -replace 'name: plain', 'name: plain, labels: { a: b }'", "plain", true)]
    [InlineData("$privileged -replace 'name: p ', 'name: plain '", null, false)]
    public void An_update_is_judged_as_one(string after, string? policy, bool allowed)
    {
        var result = Single<PspTestResult>(Run($"({after}) | Test-PodAgainstPsp -Policy $policy -OldObject $pod"));

        Assert.Equal((allowed, policy), (result.Allowed, result.Policy));
        Assert.True(allowed || result.Message!.Contains("PodSecurityPolicy: unable to validate pod: [", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("$privileged")]
    [InlineData("$deployment")]
    public void What_was_not_there_before_cannot_be_updated(string given)
    {
        var result = Run($"{given} | Test-PodAgainstPsp -Policy $policy -OldObject $pod");

        Assert.Empty(result.Output);
        Assert.StartsWith("OldObjectMissing,", Assert.Single(result.Errors).FullyQualifiedErrorId, StringComparison.Ordinal);
    }

    private void AddPlain(string volumes = SecretOnly)
    {
        Assert.Empty(Run($"($policy -replace '\\[.*\\]', '{volumes}') | New-PodSecurityPolicy").Errors);
        if (volumes != SecretOnly)
        {
            Assert.Empty(Run($"$grant = {Everybody}; Grant-PspUse @grant").Errors);
        }
    }

    private void AddDeployment() => _module.Cluster.Add(ResourceTypes.Deployments, JsonNode.Parse("""
        {"apiVersion": "apps/v1", "kind": "Deployment", "metadata": {"name": "web", "namespace": "shop", "uid": "d"},
         "spec": {"template": {"spec": {"containers": [{"name": "c", "image": "i"}]}}}}
        """)!.AsObject());

    private ScriptResult Run(string script) => _module.Run($"""
        $policy = @'
        {Samples.PlainPolicy}
        '@
        $pod = @'
        {Samples.PlainPod}
        '@
        $deployment = @'
        {Samples.PrivilegedDeployment}
        '@
        $privileged = $pod -replace 'name: plain', 'name: p' -replace 'image: busybox', 'image: busybox, securityContext: {"{"} privileged: true {"}"}'
        {script}
        """);

    private static T Single<T>(ScriptResult result)
    {
        Assert.Empty(result.Errors);
        return Assert.IsType<T>(Assert.Single(result.Output).BaseObject);
    }
}
