using PodSecurity.Tests.Hosting;

namespace PodSecurity.Tests.Commands;

/// <summary>Policies compared and merged, as users do it.</summary>
public sealed class PolicyComparisonTests : IDisposable
{
    private const string Setup = """
        $strict = New-RestrictivePsp strict -AsObject
        $open = New-RestrictivePsp open -AsObject -AllowHostNetwork -HostPort 8000-8100
        $paths = New-RestrictivePsp paths -AsObject -AllowedHostPath /var/log:ro
        $never = New-RestrictivePsp never -AsObject
        $never.Spec.FSGroup = @{ rule = 'MustRunAs' }

        """;

    private readonly HostedModule _module = new();
    private readonly TemporaryFolder _folder = new();

    public PolicyComparisonTests()
    {
        _folder.Write("plain.yaml", Samples.PlainPolicy);
        _folder.Write("policies/plain.yaml", Samples.PlainPolicy);
        _folder.Write("policies/other.yaml", Samples.PlainPolicy.Replace("plain", "other", StringComparison.Ordinal));
        _folder.Write("service.yaml", Samples.Service);
        _folder.Write("broken.yaml", $"{Samples.PlainPolicy}\n---\nkind: [");
        _module.Location = _folder.Path;
    }

    public void Dispose()
    {
        _module.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public void Says_both_ways_what_only_one_allows()
    {
        var comparison = Single<PspComparison>("Compare-PodSecurityPolicy $open $paths");

        Assert.Equal(("open", "paths", false, false),
            (comparison.ReferencePolicy, comparison.DifferencePolicy, comparison.Covers, comparison.IsCovered));
        Assert.Equal(
            ["<= spec.hostNetwork: true", "<= spec.hostPorts: 8000-8100", "=> spec.volumes: hostPath"],
            comparison.Differences.Select(difference => $"{difference.SideIndicator} {difference}"));
    }

    [Theory]
    [InlineData("Compare-PodSecurityPolicy $strict $open", true, false)]
    [InlineData("Compare-PodSecurityPolicy $open $strict", false, true)]
    [InlineData("$strict | Compare-PodSecurityPolicy $strict", true, true)]
    [InlineData("Compare-PodSecurityPolicy ($strict | ConvertTo-PspYaml) ($open | ConvertTo-PspYaml)", true, false)]
    [InlineData("Compare-PodSecurityPolicy $plain $other", true, true)]
    [InlineData("Compare-PodSecurityPolicy -ReferencePath plain.yaml -DifferencePath policies/other.yaml", true, true)]
    [InlineData("Compare-PodSecurityPolicy (($strict | ConvertTo-PspYaml) -split \"`n\") $open", true, false)]
    public void Covers_is_a_bool_for_each_way(string script, bool covers, bool isCovered)
    {
        var comparison = Single<PspComparison>(script);
        Assert.Equal((covers, isCovered), (comparison.Covers, comparison.IsCovered));
    }

    [Fact]
    public void The_pod_of_a_difference_can_be_judged_and_written()
    {
        var result = Run("""
            $pod = (Compare-PodSecurityPolicy $open $strict).Differences[0].Pod
            $pod | Test-PodAgainstPsp -Policy $open -Quiet
            $pod | Test-PodAgainstPsp -Policy $strict -Quiet
            $pod.spec.hostNetwork
            """);

        Assert.Empty(result.Errors);
        Assert.Equal([true, false, true], result.Output.Select(item => item.BaseObject));
    }

    [Fact]
    public void Each_policy_of_the_pipeline_has_a_result() => Assert.Equal(
        ["open", "paths"],
        Run("$open, $paths | Compare-PodSecurityPolicy $strict").Output
            .Select(item => ((PspComparison)item.BaseObject).DifferencePolicy));

    [Fact]
    public void A_policy_that_never_admits_is_warned_of()
    {
        var result = Run("Compare-PodSecurityPolicy $never $strict");

        Assert.Equal(
            (true, false),
                ((PspComparison)result.Output[0].BaseObject is var comparison ? comparison.Covers : false, comparison.IsCovered));
        Assert.Contains(
            "The policy 'never' (input) never admits a pod: ranges must be supplied", Assert.Single(
                result.Warnings), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Compare-PodSecurityPolicy $service $strict", "ReferenceNotOne")]
    [InlineData("Compare-PodSecurityPolicy -ReferencePath policies -DifferencePath plain.yaml", "ReferenceNotOne")]
    [InlineData("Compare-PodSecurityPolicy $strict $service", "NothingJudged")]
    [InlineData("Compare-PodSecurityPolicy -ReferencePath no.yaml -DifferencePath plain.yaml", "PathNotFound")]
    [InlineData("Merge-PodSecurityPolicy $service", "NothingJudged")]
    [InlineData("Merge-PodSecurityPolicy $never", "NothingToMerge")]
    [InlineData("Merge-PodSecurityPolicy -Path broken.yaml", "ManifestSyntaxInvalid")]
    public void What_cannot_be_compared_or_merged_is_an_error(string script, string id)
    {
        var result = Run(script);

        Assert.Empty(result.Output);
        Assert.Equal(id, result.Errors[0].FullyQualifiedErrorId.Split(',')[0]);
    }

    [Fact]
    public void A_merged_policy_names_the_powers_that_come_together()
    {
        var merge = Single<PspMerge>("$open, $paths, $never | Merge-PodSecurityPolicy -Name both");

        Assert.Equal(("both", true, "open; paths"), (merge.Policy.Name, merge.Covers, $"{merge.MergedPolicies}"));
        Assert.Contains("spec.hostNetwork: true with spec.volumes: hostPath", merge.Differences.Select(difference => $"{difference}"));
        Assert.Equal((true, true), (merge.Policy.Spec.HostNetwork, merge.Policy.Spec.Volumes.Contains("hostPath")));
    }

    [Fact]
    public void Policies_are_merged_from_files() => Assert.Equal(
        "other; plain", $"{Single<PspMerge>("Merge-PodSecurityPolicy -Path policies").MergedPolicies}");

    private ScriptResult Run(string script) => _module.Run(
        $"$plain, $other, $service = [IO.FileInfo[]]('plain.yaml', 'policies/other.yaml', 'service.yaml' | ForEach-Object {{ "
        + $"'{_folder.Path}/' + $_ }})\n"
        + Setup + script);

    private T Single<T>(string script)
    {
        var result = Run(script);
        Assert.Empty(result.Errors);
        return (T)Assert.Single(result.Output).BaseObject;
    }
}
