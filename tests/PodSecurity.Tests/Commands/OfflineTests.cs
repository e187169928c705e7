using System.Management.Automation;
using PodSecurity.Tests.Hosting;

namespace PodSecurity.Tests.Commands;

/// <summary>The commands that need no cluster, fed in every way that users feed them.</summary>
public sealed class OfflineTests : IDisposable
{
    private readonly HostedModule _module = new();
    private readonly TemporaryFolder _folder = new();

    public OfflineTests()
    {
        _folder.Write("policies/plain.yaml", Samples.PlainPolicy);
        _folder.Write("pods/pod.yaml", Samples.PlainPod);
        _folder.Write("pods/nested/web.yaml", Samples.PrivilegedDeployment);
        _folder.Write("pods/service.yaml", Samples.Service);
        _folder.Write("pods/README.md", "no manifest");
        _folder.Write("empty/.keep", "");
    }

    public void Dispose()
    {
        _module.Dispose();
        _folder.Dispose();
    }

    [Theory]
    [InlineData("Test-PodAgainstPsp -Path pods -PolicyPath policies")]
    [InlineData("Test-PodAgainstPsp pods/*.yaml, pods/*/web.yaml -PolicyPath policies/pl*.yaml")]
    [InlineData("Test-PodAgainstPsp -LiteralPath pods -PolicyPath policies")]
    [InlineData("[IO.DirectoryInfo]::new(\"$PWD/pods\") | Test-PodAgainstPsp -PolicyPath policies")]
    [InlineData(
        "[IO.DirectoryInfo]::new(\"$PWD/pods\").EnumerateFiles('*.yaml', 'AllDirectories') | Test-PodAgainstPsp -PolicyPath policies")]
    public void Files_are_read_however_they_are_named(string script)
    {
        var result = RunInFolder(script);

        Assert.Empty(result.Errors);
        Assert.Equal(
            [("Deployment", "web", false), ("Pod", "plain", true)], Results(result).Select(
                test => (test.Kind, test.Name, test.Allowed)).Order());
    }

    [Fact]
    public void The_location_of_PowerShell_counts()
    {
        var result = RunInFolder(
            "$ExecutionContext.SessionState.Path.SetLocation('pods') | Out-Null; Test-PodAgainstPsp pod.yaml -PolicyPath ../policies");

        Assert.Equal("pod.yaml:1", Assert.Single(Results(result)).Source.ToString());
    }

    [Theory]
    [InlineData("$text | Test-PodAgainstPsp -Policy $policy")]
    [InlineData("$text -split \"`n\" | Test-PodAgainstPsp -Policy $policy")]
    [InlineData(
        "@{ apiVersion = 'v1'; kind = 'Pod'; metadata = @{ name = 'plain' }; spec = @{ containers = @(@{ name = 'main' }) } } | "
        + "Test-PodAgainstPsp -Policy $policy")]
    [InlineData(
        "[pscustomobject]@{ apiVersion = 'v1'; kind = 'Pod'; metadata = [pscustomobject]@{ name = 'plain' }; spec = @{ containers = @(@{ "
        + "name = 'main' }) } } | Test-PodAgainstPsp -Policy $policy")]
    [InlineData(
        "@{ apiVersion = 'v1'; kind = 'PodList'; items = @(@{ metadata = @{ name = 'plain' }; spec = @{ containers = @(@{ name = 'main' }) "
        + "} }) } | Test-PodAgainstPsp -Policy $policy")]
    [InlineData("$text | Test-PodAgainstPsp -Policy (ConvertFrom-PspYaml $policy)")]
    [InlineData("$text | Test-PodAgainstPsp -Policy (ConvertFrom-PspYaml $policy | ConvertTo-PspYaml)")]
    public void Text_and_objects_are_read(string script)
    {
        var result = RunInFolder($"$policy = @'\n{Samples.PlainPolicy}\n'@\n$text = @'\n{Samples.PlainPod}\n'@\n{script}");

        Assert.Empty(result.Errors);
        var test = Assert.Single(Results(result));
        Assert.Equal(
            ("Pod", "plain", "default", "plain", nameof(AdmissionOutcome.Allowed)),
                (test.Kind, test.Name, test.Namespace, test.Policy, test.Outcome));
    }

    [Theory]
    [InlineData("[PodSecurity.Tests.Commands.ForeignPod]::new('plain')")]
    [InlineData("$pod")]
    [InlineData("[k8s.Models.V1PodList]@{ Items = [k8s.Models.V1Pod[]]@($pod) }")]
    [InlineData("$deployment")]
    public void Models_of_client_libraries_are_read(string model)
    {
        var result = RunInFolder($$"""
            $null = [Reflection.Assembly]::Load('KubernetesClient')
            $pod = [k8s.Models.V1Pod]@{
                Metadata = [k8s.Models.V1ObjectMeta]@{ Name = 'plain'; CreationTimestamp = [datetime]'2020-01-02' }
                Spec = [k8s.Models.V1PodSpec]@{ Containers = [k8s.Models.V1Container[]]@([k8s.Models.V1Container]@{
                    Name = 'main'
                    LivenessProbe = [k8s.Models.V1Probe]@{ HttpGet = [k8s.Models.V1HTTPGetAction]@{ Port = '80' } }
                }) }
            }
            $deployment = [k8s.Models.V1Deployment]@{
                Metadata = [k8s.Models.V1ObjectMeta]@{ Name = 'plain' }
                Spec = [k8s.Models.V1DeploymentSpec]@{ Template = [k8s.Models.V1PodTemplateSpec]@{ Spec = $pod.Spec } }
            }
            {{model}} | Test-PodAgainstPsp -PolicyPath policies
            """);

        Assert.Empty(result.Errors);
        Assert.Equal("plain", Assert.Single(Results(result)).Name);
    }

    [Fact]
    public void An_array_is_read_item_by_item()
    {
        var result = RunInFolder($"$text = @'\n{Samples.PlainPod}\n'@\nTest-PodAgainstPsp -InputObject $text, $text -PolicyPath policies");

        Assert.Equal(2, result.Output.Count);
    }

    [Fact]
    public void Kinds_without_a_pod_are_mentioned()
    {
        var result = RunInFolder("Test-PodAgainstPsp pods/service.yaml -PolicyPath policies -Verbose");

        Assert.Empty(result.Output);
        Assert.StartsWith("NothingJudged,", Assert.Single(result.Errors).FullyQualifiedErrorId, StringComparison.Ordinal);
        Assert.Contains(result.Verbose, line => line.Contains("a Service holds no pod", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("pods/pod.yaml", true)]
    [InlineData("pods", false)]
    [InlineData("pods/pod.yaml, nothing.yaml", false)]
    public void Quiet_says_in_one_word_whether_all_is_well(string paths, bool expected)
    {
        var result = RunInFolder($"Test-PodAgainstPsp {paths} -PolicyPath policies -Quiet");

        Assert.Equal(expected, Assert.Single(result.Output).BaseObject);
    }

    [Fact]
    public void Explain_says_what_to_do()
    {
        var result = RunInFolder("Test-PodAgainstPsp pods/nested -PolicyPath policies -Explain");

        var explanation = Assert.Single(Assert.Single(Results(result)).Explanation);
        Assert.Equal("plain", explanation.Policy);
        Assert.Contains("spec.template.spec.containers[0].securityContext.privileged", explanation.PodFix, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Projected", true)]
    [InlineData("Secret", false)]
    [InlineData("None", true)]
    public void The_token_volume_of_the_server_counts(string volume, bool allowed)
    {
        var policy = Samples.PlainPolicy.Replace("projected, secret", "projected", StringComparison.Ordinal);
        var result = RunInFolder($"Test-PodAgainstPsp pods/pod.yaml -Policy @'\n{policy}\n'@ -TokenVolume {volume}");

        Assert.Equal(allowed, Assert.Single(Results(result)).Allowed);
    }

    [Theory]
    [InlineData("Test-PodAgainstPsp nothing.yaml -PolicyPath policies", "PathNotFound", ErrorCategory.ObjectNotFound)]
    [InlineData("Test-PodAgainstPsp env:PATH -PolicyPath policies", "PathNotInFileSystem", ErrorCategory.InvalidArgument)]
    [InlineData("Test-PodAgainstPsp empty -PolicyPath policies", "FolderWithoutManifests", ErrorCategory.ObjectNotFound)]
    [InlineData("5 | Test-PodAgainstPsp -PolicyPath policies", "InputObjectNotSupported", ErrorCategory.InvalidData)]
    [InlineData("[Diagnostics.Process]::GetCurrentProcess() | Test-PodAgainstPsp -PolicyPath policies", "InputObjectNotSupported",
        ErrorCategory.InvalidData)]
    [InlineData("@{ apiVersion = 'v1'; kind = 'Pdo' } | Test-PodAgainstPsp -PolicyPath policies", "KindUnknown", ErrorCategory.InvalidData)]
    [InlineData("@{ apiVersion = 'v1' } | Test-PodAgainstPsp -PolicyPath policies", "ManifestKindMissing", ErrorCategory.InvalidData)]
    [InlineData("\"kind: [\" | Test-PodAgainstPsp -PolicyPath policies", "ManifestSyntaxInvalid", ErrorCategory.InvalidData)]
    [InlineData("Test-PodAgainstPsp pods/pod.yaml -PolicyPath pods/service.yaml", "NoPolicy", ErrorCategory.ObjectNotFound)]
    [InlineData("Test-PodAgainstPsp pods/pod.yaml -PolicyPath policies -ServiceAccount a:b:c", "ServiceAccountInvalid",
        ErrorCategory.InvalidArgument)]
    [InlineData("Get-PodSecurityPolicy absent -Path policies", "PolicyNotFound", ErrorCategory.ObjectNotFound)]
    [InlineData("New-RestrictivePsp web -AsObject -AllowRunAsRoot -RunAsUserRange 1000", "PolicyOptionsInvalid",
        ErrorCategory.InvalidArgument)]
    public void Each_fault_is_one_clear_error(string script, string id, ErrorCategory category)
    {
        var error = Assert.Single(RunInFolder(script).Errors);

        Assert.StartsWith($"{id},", error.FullyQualifiedErrorId, StringComparison.Ordinal);
        Assert.Equal(category, error.CategoryInfo.Category);
        Assert.NotNull(error.TargetObject);
    }

    [Fact]
    public void A_bad_file_does_not_stop_the_others()
    {
        _folder.Write("pods/a-bad.yaml", "kind: [");

        var result = RunInFolder("Test-PodAgainstPsp pods -PolicyPath policies");

        Assert.Single(result.Errors);
        Assert.Equal(2, result.Output.Count);
    }

    [Fact]
    public void Of_two_policies_with_one_name_the_first_counts()
    {
        _folder.Write("policies/zz-again.yaml", Samples.PlainPolicy);

        var result = RunInFolder("Test-PodAgainstPsp pods/pod.yaml -PolicyPath policies");

        Assert.StartsWith("PolicyDuplicate,", Assert.Single(result.Errors).FullyQualifiedErrorId, StringComparison.Ordinal);
        Assert.True(Assert.Single(Results(result)).Allowed);
    }

    [Fact]
    public void Names_in_brackets_are_read_through_LiteralPath()
    {
        _folder.Write("pods/[1].yaml", Samples.PlainPod);

        Assert.Single(RunInFolder("Test-PodAgainstPsp -LiteralPath 'pods/[1].yaml' -PolicyPath policies").Output);
    }

    [Fact]
    public void Policies_are_found_by_wildcards_and_a_miss_is_silent()
    {
        Assert.Single(RunInFolder("Get-Psp PL* -Path policies").Output);
        var miss = RunInFolder("Get-Psp x* -Path policies");
        Assert.Empty(miss.Output);
        Assert.Empty(miss.Errors);
    }

    [Fact]
    public void Policies_are_validated_from_the_pipeline()
    {
        var result = RunInFolder("Get-Psp -Path policies | Test-PodSecurityPolicy");

        Assert.True(Assert.IsType<PspValidationResult>(Assert.Single(result.Output).BaseObject).Valid);
    }

    [Fact]
    public void A_preset_is_loosened_by_what_is_asked_for()
    {
        var result = RunInFolder("New-RestrictivePsp web -AsObject -HostPort 80, 8000-8100 -AllowedHostPath /var/log:ro");

        var spec = Assert.IsType<PodSecurityPolicy>(Assert.Single(result.Output).BaseObject).Spec;
        Assert.Equal(["80", "8000-8100"], spec.HostPorts!.Select(range => range.ToString()));
        Assert.Equal("/var/log (ro)", Assert.Single(spec.AllowedHostPaths!).ToString());
    }

    [Fact]
    public void Downstream_may_stop_the_pipeline()
    {
        var result = RunInFolder("foreach ($test in Test-PodAgainstPsp pods -PolicyPath policies) { $test; break }");

        Assert.Single(result.Output);
        Assert.Empty(result.Errors);
    }

    private ScriptResult RunInFolder(string script) =>
        _module.Run($"$ExecutionContext.SessionState.Path.SetLocation('{_folder.Path}') | Out-Null\n{script}");

    private static IEnumerable<PspTestResult> Results(ScriptResult result) => result.Output.Select(item => (PspTestResult)item.BaseObject);
}
