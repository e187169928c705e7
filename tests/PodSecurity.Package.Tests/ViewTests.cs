
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
