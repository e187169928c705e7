using PodSecurity.Tests.Hosting;

namespace PodSecurity.Tests.Commands;

/// <summary>New-RestrictivePsp for workloads.</summary>
public sealed class WorkloadPolicyTests : IDisposable
{
    private const string Unmasked = """
        apiVersion: v1
        kind: Pod
        metadata: { name: odd }
        spec:
          containers: [ { name: main, securityContext: { procMount: Unmasked } } ]
        """;

    private const string SeventhUser = """
        apiVersion: v1
        kind: Pod
        metadata: { name: user }
        spec:
          containers: [ { name: main, securityContext: { runAsUser: 7 } } ]
        """;

    private readonly HostedModule _module = new();
    private readonly TemporaryFolder _folder = new();

    public WorkloadPolicyTests()
    {
        _folder.Write("pods/pod.yaml", Samples.PlainPod);
        _folder.Write("pods/web.yaml", Samples.PrivilegedDeployment);
        _folder.Write("services/service.yaml", Samples.Service);
        _folder.Write("mixed/pod.yaml", Samples.PlainPod);
        _folder.Write("mixed/zbroken.yaml", "kind: [");
        _folder.Write("odd/odd.yaml", Unmasked);
        _module.Location = _folder.Path;
    }

    public void Dispose()
    {
        _module.Dispose();
        _folder.Dispose();
    }

    [Theory]
    [InlineData("-ForPath pods")]
    [InlineData("-ForPath pods/*.yaml")]
    [InlineData("-ForWorkload $file, $text")]
    [InlineData("-ForWorkload $lines -ForPath pods/pod.yaml")]
    public void Admits_what_it_is_made_for_as_it_is(string given)
    {
        var result = _module.Run(
            $"$file = [IO.FileInfo]'{_folder.Path}/pods/pod.yaml'; $text = [IO.File]::ReadAllText('{_folder.Path}/pods/web.yaml'); $lines "
            + "= $text -split \"`n\"\n"
            + $"Test-PodAgainstPsp pods -Policy (New-RestrictivePsp shop {given} -AsObject)");

        Assert.Empty(result.Errors);
        Assert.Equal(2, result.Output.Count);
        Assert.All(
            result.Output.Select(item => (PspTestResult)item.BaseObject), verdict => Assert.Equal(
                (true, 0), (verdict.Allowed, verdict.Changes.Count)));
    }

    [Fact]
    public void Allows_no_more_than_is_asked_for()
    {
        var policy = (PodSecurityPolicy)Assert.Single(
            _module.Run("New-RestrictivePsp plain -ForPath pods/pod.yaml -AsObject").Output).BaseObject;

        Assert.Equal(("plain", false, "projected", ""),
            (policy.Name, policy.Spec.Privileged, $"{policy.Spec.Volumes}", $"{policy.Spec.AllowedCapabilities}"));
        Assert.False(policy.Spec.HostNetwork || policy.Spec.HostPID || policy.Spec.HostIPC);
    }

    [Theory]
    [InlineData("Auto", "projected")]
    [InlineData("Secret", "secret")]
    [InlineData("None", "")]
    public void Allows_the_token_volume_that_the_server_adds(string token, string volumes)
    {
        var result = _module.Run($"New-RestrictivePsp p -ForPath pods/pod.yaml -AsObject -TokenVolume {token}");

        Assert.Equal(volumes, $"{((PodSecurityPolicy)Assert.Single(result.Output).BaseObject).Spec.Volumes}");
    }

    [Fact]
    public void Switches_loosen_it_further()
    {
        var result = _module.Run("New-RestrictivePsp p -ForPath pods/pod.yaml -AsObject -AllowHostPID -AllowedCapability KILL");

        var spec = ((PodSecurityPolicy)Assert.Single(result.Output).BaseObject).Spec;
        Assert.Equal((true, "KILL"), (spec.HostPID, $"{spec.AllowedCapabilities}"));
    }

    [Fact]
    public void Is_created_in_the_cluster_unless_it_is_a_rehearsal()
    {
        Assert.Empty(_module.Run("New-RestrictivePsp p -ForPath pods -WhatIf").Output);
        Assert.Equal("p", $"{Assert.Single(_module.Run("New-RestrictivePsp p -ForPath pods").Output)}");
        Assert.Single(_module.Run("Get-PodSecurityPolicy p").Output);
    }

    [Theory]
    [InlineData("-ForPath services", "NothingJudged")]
    [InlineData("-ForPath 'no*.yaml'", "NothingJudged")]
    [InlineData("-ForPath no.yaml", "PathNotFound")]
    [InlineData("-ForPath mixed", "ManifestSyntaxInvalid")]
    [InlineData("-ForWorkload ''", "ManifestEmpty")]
    [InlineData("-ForPath odd", "WorkloadNotCovered")]
    [InlineData("-ForPath odd -AsYaml:$false", "WorkloadNotCovered")]
    [InlineData("-ForPath pods -Preset Baseline", "PolicyOptionsInvalid")]
    public void Without_all_that_it_is_for_there_is_no_policy(string given, string id)
    {
        var result = _module.Run($"New-RestrictivePsp p {given} {(given.Contains("AsYaml", StringComparison.Ordinal) ? "" : "-AsYaml")}");

        Assert.Empty(result.Output);
        Assert.Contains(id, result.Errors.Select(error => error.FullyQualifiedErrorId.Split(',')[0]));
    }

    [Fact]
    public void A_switch_that_would_refuse_a_workload_is_an_error_that_names_it()
    {
        _folder.Write("user.yaml", SeventhUser);
        var result = _module.Run("New-RestrictivePsp p -ForPath user.yaml -RunAsUserRange 1000-2000 -AsObject");

        Assert.Empty(result.Output);
        var error = Assert.Single(result.Errors);
        Assert.StartsWith("WorkloadNotCovered", error.FullyQualifiedErrorId, StringComparison.Ordinal);
        Assert.Contains("with these switches the policy would not admit Pod/user", error.Exception.Message, StringComparison.Ordinal);
    }
}
