namespace PodSecurity.Package.Tests;

/// <summary>PodSecurity.Shell as scripts and people use it.</summary>
public sealed class ShellTests
{
    private const string Change =
        "function Set-It { [CmdletBinding(SupportsShouldProcess)] param() $PSCmdlet.ShouldProcess('it', 'Set') }; Set-It";

    [Theory]
    [InlineData("'done'", 0)]
    [InlineData("exit 5", 5)]
    [InlineData("throw 'broken'", 1)]
    [InlineData("Write-Error 'not fatal'; 'done'", 0)]
    [InlineData("$ErrorActionPreference = 'Stop'; @() | Export-PodSecurityReport absent.xml; 'done'", 1)]
    public void The_exit_code_is_the_script_s(string command, int expected) =>
        Assert.Equal(expected, ShellProcess.Run("-Command", command).ExitCode);

    [Fact]
    public void Errors_go_to_stderr_and_results_to_stdout()
    {
        var shell = ShellProcess.Run("-Command", "'before'; Get-Psp -Path absent; 'after'");

        Assert.Equal(["before", "after"], shell.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries));
        Assert.Contains("There is no file or folder 'absent'.", shell.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void A_script_that_cannot_be_read_is_said_so()
    {
        var shell = ShellProcess.Run("-Command", "if (");

        Assert.Equal(1, shell.ExitCode);
        Assert.Contains("Missing condition", shell.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_gets_its_arguments()
    {
        var file = Path.Combine(Directory.CreateTempSubdirectory("podsecurity-").FullName, "script.ps1");
        File.WriteAllText(file, "param([string] $Name, [switch] $Loud)\n\"$Name $Loud $($args.Count) $PSScriptRoot\"\nexit 7");

        var shell = ShellProcess.Run("-File", file, "-Name", "two words", "-Loud");
        Directory.Delete(Path.GetDirectoryName(file)!, recursive: true);

        Assert.Equal($"two words True 0 {Path.GetDirectoryName(file)}", shell.Output.Trim());
        Assert.Equal(7, shell.ExitCode);
    }

    [Fact]
    public void A_missing_file_is_said_so()
    {
        var shell = ShellProcess.Run("-File", "absent.ps1");

        Assert.Equal(1, shell.ExitCode);
        Assert.Contains("absent.ps1", shell.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void A_script_comes_from_the_standard_input() =>
        Assert.Equal("3", ShellProcess.RunWithInput("1 +\n2", "-").Output.Trim());

    [Fact]
    public void The_prompt_takes_commands_of_several_lines()
    {
        var shell = ShellProcess.RunWithInput("1 +\n2\nexit 4\n");

        Assert.Contains(">> 3", shell.Output, StringComparison.Ordinal);
        Assert.Equal(4, shell.ExitCode);
    }

    [Fact]
    public void The_prompt_goes_on_after_an_error()
    {
        var shell = ShellProcess.RunWithInput("throw 'broken'\n'still here'\n");

        Assert.Contains("still here", shell.Output, StringComparison.Ordinal);
        Assert.Contains("broken", shell.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void A_confirmation_is_asked_on_the_console()
    {
        var shell = ShellProcess.RunWithInput($"{Change} -Confirm\nN\n");

        Assert.Contains("[Y] Yes", shell.Output, StringComparison.Ordinal);
        Assert.Contains("False", shell.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void WhatIf_is_shown() => Assert.Contains(
        "What if: Performing the operation \"Set\" on target \"it\".", ShellProcess.Run(
            "-Command", $"{Change} -WhatIf").Output, StringComparison.Ordinal);
}
