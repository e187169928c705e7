using System.Globalization;
using PodSecurity.Tests.Hosting;

namespace PodSecurity.Tests.Commands;

/// <summary>What others wrote reaches the screen escaped, by whichever way.</summary>
public sealed class PrintableTests : IDisposable
{
    private const string Hostile = "\"x`n`e[2J`u{9b}1m`u{202e}`u{2028}`u{200b}y\"";
    private const string Shown = @"x\n\u001b[2J\u009b1m\u202e\u2028\u200by";

    private readonly HostedModule _module = new();

    public void Dispose() => _module.Dispose();

    [Theory]
    [InlineData("Get-PodSecurityPolicy ([WildcardPattern]::Escape($hostile))")]
    [InlineData("Get-PodSecurityPolicy -LiteralPath $hostile")]
    [InlineData("Test-PspChange ([WildcardPattern]::Escape($hostile))")]
    [InlineData("Revoke-PspUse $hostile -User me -Verbose")]
    [InlineData("Grant-PspUse web -User $hostile -WhatIf")]
    [InlineData("Grant-PspUse $hostile -User me -WhatIf")]
    [InlineData("Test-PspUse a -ServiceAccount \"a:b:$hostile\"")]
    [InlineData("Test-PodSecurityPolicy \"kind: `\"$('x{0}[2Jy' -f [char]27)`\"\"")]
    [InlineData("@{ apiVersion = 'v1'; kind = $hostile } | Test-PodSecurityPolicy -Verbose")]
    [InlineData("@{ apiVersion = 'batch/v1'; kind = 'Job' + $hostile } | Test-PodSecurityPolicy -Verbose")]
    [InlineData(
        "@{ apiVersion = 'policy/v1beta1'; kind = 'PodSecurityPolicy'; metadata = @{ name = $hostile } } | New-PodSecurityPolicy -WhatIf")]
    [InlineData(
        "@{ apiVersion = 'policy/v1beta1'; kind = 'PodSecurityPolicy'; metadata = @{ name = 'a' }; spec = @{ $hostile = 1; volumes = 1 } } "
        + "| ConvertTo-PspYaml")]
    public void No_terminal_obeys_what_a_command_says(string script)
    {
        var result = _module.Run($"$hostile = {Hostile}; {script}");

        List<string> said =
        [
            .. result.Errors.SelectMany(error => new[] { error.ToString(), error.CategoryInfo.ToString() }),
            .. result.Warnings, .. result.Verbose, .. _module.Host.Lines.Concat(_module.Host.Questions).Select(line => line.TrimEnd('\n')),
        ];
        Assert.NotEmpty(said);
        Assert.All(said, text => Assert.DoesNotContain(text, IsObeyed));
    }

    [Fact]
    public void The_error_shows_the_name_and_keeps_it_as_it_is()
    {
        var error = Assert.Single(_module.Run($"$hostile = {Hostile}; Get-PodSecurityPolicy ([WildcardPattern]::Escape($hostile))").Errors);

        Assert.Contains(Shown, error.ToString(), StringComparison.Ordinal);
        Assert.Equal("x\n\u001b[2J\u009b1m\u202e\u2028\u200by", error.TargetObject);
    }

    [Fact]
    public void Warnings_and_questions_show_the_name()
    {
        _module.Run($"$hostile = {Hostile}; Grant-PspUse web -User $hostile -Confirm");

        Assert.Contains(_module.Host.Questions, question => question.Contains(Shown, StringComparison.Ordinal));
    }

    private static bool IsObeyed(char character) => char.GetUnicodeCategory(character) is UnicodeCategory.Control or UnicodeCategory.Format
        or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator;
}
