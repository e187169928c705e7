using PodSecurity.Kubernetes.KubeConfig;

namespace PodSecurity.Kubernetes.Tests.KubeConfig;

public sealed class KubeEnvironmentTests
{
    /// <param name="variables">NAME=VALUE, separated by |.</param>
    /// <param name="holding">The folders that hold .kube\config, separated by |.</param>
    [Theory]
    [InlineData(@"HOME=C:\h|HOMEDRIVE=N:|HOMEPATH=\n|USERPROFILE=C:\u", @"C:\h|N:\n|C:\u", @"C:\h")]
    [InlineData(@"HOME=C:\h|HOMEDRIVE=N:|HOMEPATH=\n|USERPROFILE=C:\u", @"N:\n|C:\u", @"N:\n")]
    [InlineData(@"HOME=C:\h|HOMEDRIVE=N:|HOMEPATH=\n|USERPROFILE=C:\u", @"C:\u", @"C:\u")]
    [InlineData(@"HOME=C:\h|HOMEDRIVE=N:|HOMEPATH=\n|USERPROFILE=C:\u", "", @"C:\h")]
    [InlineData(@"HOMEDRIVE=N:|HOMEPATH=\n|USERPROFILE=C:\u", "", @"C:\u")]
    [InlineData(@"HOMEDRIVE=N:|HOMEPATH=\n", "", @"N:\n")]
    [InlineData(@"HOMEDRIVE=N:|USERPROFILE=C:\u", @"N:", @"C:\u")]
    [InlineData(@"HOME=h", "", @"C:\here\h")]
    [InlineData("", "", null)]
    public void On_Windows_the_home_is_the_first_that_holds_a_kubeconfig(string variables, string holding, string? home) =>
        Assert.Equal(home is null ? [] : [$@"{home}\.kube\config"], Windows(variables, holding).KubeConfigFiles);

    [Fact]
    public void On_Windows_a_list_may_hold_quotes_and_paths_that_depend_on_the_location() =>
        Assert.Equal(
            [@"C:\a;b\config", @"C:\here\x", @"C:\here\\x", @"C:\here\C:x"],
            Windows("""KUBECONFIG="C:\a;b\config";;x;\x;C:x;x""", "").KubeConfigFiles);

    [Theory]
    [InlineData("HOME=/home/me", "/home/me/.kube/config")]
    [InlineData("HOME=me", "/here/me/.kube/config")]
    [InlineData("HOME=", null)]
    [InlineData("USERPROFILE=/u", null)]
    [InlineData("HOME=/home/me|KUBECONFIG=/a:b::/a", "/a|/here/b")]
    [InlineData("HOME=/home/me|KUBECONFIG=:", "")]
    public void On_Unix_only_HOME_counts_and_without_it_no_file_is_guessed(string variables, string? files) =>
        Assert.Equal(
            files?.Split('|', StringSplitOptions.RemoveEmptyEntries) ?? [],
            new KubeEnvironment { Paths = PathRules.Unix, Variables = Variables(variables), WorkingFolder = "/here" }.KubeConfigFiles);

    private static KubeEnvironment Windows(string variables, string holding) => new()
    {
        Paths = PathRules.Windows,
        Variables = Variables(variables),
        WorkingFolder = @"C:\here",
        FileExists = file => holding.Split('|', StringSplitOptions.RemoveEmptyEntries).Any(home => file == $@"{home}\.kube\config"),
    };

    private static Dictionary<string, string> Variables(string text) => text.Split('|', StringSplitOptions.RemoveEmptyEntries)
        .Select(variable => variable.Split('=', 2)).ToDictionary(parts => parts[0], parts => parts[1]);
}
