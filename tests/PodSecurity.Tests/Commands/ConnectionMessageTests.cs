using PodSecurity.Tests.Hosting;

namespace PodSecurity.Tests.Commands;

/// <summary>What a connection says while a command uses it.</summary>
public sealed class ConnectionMessageTests : IDisposable
{
    private readonly HostedModule _module = new();

    public void Dispose() => _module.Dispose();

    [Fact]
    public void A_warning_about_a_connection_is_said_once_a_session()
    {
        _module.OnConnect = log => log.Warning("not checked");

        Assert.Equal(["not checked"], _module.Run("Get-PodSecurityPolicy; Get-PspUse").Warnings);
        Assert.Contains("not checked", _module.Run("$VerbosePreference = 'Continue'; Get-PodSecurityPolicy").Verbose);

        _module.OnConnect = log => log.Warning("another one");
        Assert.Equal(["another one"], _module.Run("Get-PodSecurityPolicy").Warnings);
    }

    [Fact]
    public void A_warning_that_stops_a_command_stops_the_next_one_too()
    {
        _module.OnConnect = log => log.Warning("not checked");

        Assert.Single(_module.Run("Get-PodSecurityPolicy -WarningAction Stop").Errors);
        Assert.Single(_module.Run("Get-PodSecurityPolicy -WarningAction Stop").Errors);
    }

    [Fact]
    public void What_a_login_asks_is_information_that_can_be_caught_and_drives_no_terminal()
    {
        _module.OnConnect = log => log.Information("open https://login \u001b[2J");

        var result = _module.Run("Get-PodSecurityPolicy 6>&1");

        Assert.Empty(result.Errors);
        Assert.Equal(@"open https://login \u001b[2J", Assert.Single(result.Output).ToString());
    }

    [Fact]
    public void A_command_says_where_it_is()
    {
        _module.Location = Path.GetTempPath();
        _module.Run("Get-PodSecurityPolicy");

        Assert.Equal(
            Path.TrimEndingDirectorySeparator(Path.GetTempPath()), Path.TrimEndingDirectorySeparator(_module.Options!.WorkingFolder!));
    }
}
