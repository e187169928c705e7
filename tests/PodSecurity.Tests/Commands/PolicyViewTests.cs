using PodSecurity.Tests.Hosting;

namespace PodSecurity.Tests.Commands;

/// <summary>What of a policy is shown and written.</summary>
public sealed class PolicyViewTests : IDisposable
{
    private const string Stored = """
        $p = ConvertFrom-PspYaml @'
        apiVersion: policy/v1beta1
        kind: PodSecurityPolicy
        metadata:
          name: "web"
          uid: u-1
          resourceVersion: "7"
          generation: 3
          creationTimestamp: "2021-01-01T00:00:00Z"
          selfLink: /x
          managedFields: [ { manager: kubectl } ]
          labels: { team: "a\u001b[2J" }
          annotations: { kubectl.kubernetes.io/last-applied-configuration: "{}", note: mine }
        spec: { privileged: true, allowedCapabilities: [ "X\u202e" ] }
        status: {}
        '@;
        """;

    private readonly HostedModule _module = new();

    public void Dispose() => _module.Dispose();

    [Theory]
    [InlineData("", false)]
    [InlineData("-Full", true)]
    public void What_only_a_server_writes_is_written_on_request(string parameter, bool expected)
    {
        var yaml = Assert.Single(_module.Run($"{Stored} $p | ConvertTo-PspYaml {parameter}").Output).ToString();

        string[] fields = ["uid: u-1", "resourceVersion:", "generation: 3", "creationTimestamp:", "selfLink:", "managedFields:", "status:",
            "last-applied-configuration"];
        Assert.All(fields, field => Assert.Equal(expected, yaml.Contains(field, StringComparison.Ordinal)));
        Assert.Contains("note: mine", yaml, StringComparison.Ordinal);
    }

    [Fact]
    public void Views_show_labels_and_annotations_and_nothing_that_a_terminal_obeys()
    {
        var result = _module.Run($"{Stored} $p.ViewMoreSettings; $p.ViewCaps; $p.ViewSettings");

        Assert.Empty(result.Errors);
        var more = result.Output[0].ToString();
        Assert.Matches(@"team: +a\\u001b\[2J", more);
        Assert.Contains("note:", more, StringComparison.Ordinal);
        Assert.DoesNotContain("last-applied", more, StringComparison.Ordinal);
        Assert.Equal(@"X\u202e", result.Output[1].ToString());
        Assert.All(result.Output, text => Assert.DoesNotContain(
            text.ToString(), character => char.IsControl(character) && character != '\n'));
    }

    [Fact]
    public void Setting_an_equal_policy_says_so_when_asked_what_if()
    {
        _module.Run($"$policy = @'\n{Samples.PlainPolicy}\n'@; $policy | Set-PodSecurityPolicy");
        _module.Host.Clear();

        _module.Run("$policy | Set-PodSecurityPolicy -WhatIf");

        Assert.Contains("already is as wanted", Assert.Single(_module.Host.Lines), StringComparison.Ordinal);
    }

    [Fact]
    public void Each_difference_has_a_line()
    {
        _module.Run($"$policy = @'\n{Samples.PlainPolicy}\n'@; $policy | Set-PodSecurityPolicy");
        _module.Host.Clear();

        _module.Run("($policy -replace 'spec:', \"spec:`n  privileged: true`n  hostPID: true\") | Set-PodSecurityPolicy -WhatIf");

        Assert.Equal(3, string.Join('\n', _module.Host.Lines).Split('\n').Length);
    }
}
