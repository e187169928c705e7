
namespace PodSecurity.Package.Tests;

/// <summary>What people see.</summary>
public sealed class ViewTests : IDisposable
{
    private const string Test = "Test-PodAgainstPsp -Path examples/manifests -PolicyPath examples/policies/restricted.yaml -Explain";

    private readonly StagedModule _module = new();

    public void Dispose() => _module.Dispose();

    [Theory]
    [InlineData("Get-Psp -Path examples/policies")]
    [InlineData("Test-PodSecurityPolicy examples/policies")]
    [InlineData(Test)]
    [InlineData($"({Test}).Violations")]
    [InlineData($"({Test}).Explanation")]
    [InlineData($"({Test}).Changes")]
    [InlineData("(Test-PodSecurityPolicy examples/policies).Warnings")]
    public void Tables_fit_100_columns(string script)
    {
        var lines = ShellProcess.Run("-Command", script).Lines;

        Assert.Contains(lines, line => line.Contains("----", StringComparison.Ordinal));
        Assert.All(lines, line => Assert.True(line.Length <= ShellProcess.Width, line));
    }

    [Theory]
    [InlineData(80)]
    [InlineData(100)]
    [InlineData(120)]
    [InlineData(200)]
    public void Words_and_names_stay_whole_at_every_width(int width)
    {
        var lines = ShellProcess.RunAtWidth(width, Test).Lines;

        Assert.All(lines, line => Assert.True(line.Length <= width, line));
        Assert.All(
            ["kube-system/DaemonSet/network-agent", "shop/StatefulSet/postgres", "hostPath volumes", "supplementalGroups", "forbidden",
                "profile"],
            whole => Assert.Contains(lines, line => line.Contains(whole, StringComparison.Ordinal)));
        Assert.Equal(width < 200, lines.Count(line => line.Length > 0) > 8);
    }

    [Theory]
    [InlineData(80, 3)]
    [InlineData(200, 1)]
    public void Long_names_break_only_where_there_is_no_room(int width, int expected)
    {
        var (name, team) = (string.Join('-', Enumerable.Repeat("abcdefg", 8)), "payments-production-eu");
        var pod = $$"""{"apiVersion": "v1", "kind": "Pod", "metadata": {"name": "{{name}}", "namespace": "{{team}}"}, "spec": {"hostPID": true, "containers": [{"name": "c"}]} }""";
        var script = $"'{pod}' | Test-PodAgainstPsp -PolicyPath examples/policies/restricted.yaml";

        var row = ShellProcess.RunAtWidth(width, script).Lines.SkipWhile(line => !line.StartsWith("Denied", StringComparison.Ordinal))
            .TakeWhile(line => line.Length > 0).ToList();
        var column = string.Concat(row.Select(line => line[8..Math.Min(line.Length, width == 80 ? 43 : 103)].Trim()));

        Assert.Equal($"{team}/Pod/{name}", column);
        Assert.Equal(expected, row.Count);
    }

    [Fact]
    public void The_table_of_policies_has_the_columns_of_kubectl()
    {
        var header = ShellProcess.Run("-Command", "Get-Psp -Path examples/policies").Lines.First(line => line.Length > 0);

        Assert.Equal(
            ["NAME", "PRIV", "CAPS", "SELINUX", "RUNASUSER", "FSGROUP", "SUPGROUP", "READONLYROOTFS", "VOLUMES"],
            header.Split(' ', StringSplitOptions.RemoveEmptyEntries));
    }

    [Fact]
    public void The_admitted_pod_is_an_object()
    {
        var value = _module.Run(
            $"({Test} | Where-Object Mutated)[0].AdmittedPod.spec.containers[0].securityContext.allowPrivilegeEscalation");

        Assert.Equal(false, Assert.Single(value).BaseObject);
    }

    [Fact]
    public void What_views_need_shows_nowhere_else()
    {
        var names = _module.Run($"({Test})[0].PSObject.Properties.Name").Select(name => name.ToString()!);

        Assert.DoesNotContain(names, name => name.StartsWith("View", StringComparison.Ordinal));
    }

    [Fact]
    public void Redirected_output_has_no_colours()
    {
        var shell = ShellProcess.Run("-Command", Test);

        Assert.Contains("Denied", shell.Output, StringComparison.Ordinal);
        Assert.DoesNotContain('\u001b', shell.Output);
    }

    [Fact]
    public void The_quick_start_shows_verdicts_and_ends_well()
    {
        var shell = ShellProcess.Run("-File", "examples/quickstart.ps1");

        Assert.Equal((0, ""), (shell.ExitCode, shell.Error));
        Assert.Contains("hostPath volumes", shell.Output, StringComparison.Ordinal);
        Assert.EndsWith("It admits the log shipper: True", shell.Output.TrimEnd(), StringComparison.Ordinal);
    }
}
