using PodSecurity.Kubernetes.Credentials;
using PodSecurity.Kubernetes.KubeConfig;

namespace PodSecurity.Kubernetes.Tests.Credentials;

public sealed class ExecutableFinderTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    /// <param name="files">What exists, separated by |.</param>
    [Theory]
    [InlineData("aws", @"C:\a;C:\b", null, @"C:\b\aws.exe", @"C:\b\aws.exe", null)]
    [InlineData("aws", @"C:\a;C:\b", null, @"C:\b\aws.exe|C:\a\aws.cmd", @"C:\a\aws.cmd", null)]
    [InlineData("aws", @"C:\a", null, @"C:\a\aws.cmd|C:\a\aws.exe", @"C:\a\aws.exe", null)]
    [InlineData("aws", @"C:\a", "PY;;.Exe", @"C:\a\aws.py|C:\a\aws.exe", @"C:\a\aws.py", null)]
    [InlineData("aws", @"C:\a", null, @"C:\a\aws", null, null)]
    [InlineData("aws.sh", @"C:\a", null, @"C:\a\aws.sh", @"C:\a\aws.sh", null)]
    [InlineData("aws.bat", @"C:\a", null, @"C:\a\aws.bat.exe", @"C:\a\aws.bat.exe", null)]
    [InlineData("aws", """
        "C:\a;b";C:\c
        """, null, @"C:\a;b\aws.exe", @"C:\a;b\aws.exe", null)]
    [InlineData("aws", @".;C:\a", null, @"C:\here\.\aws.exe|C:\a\aws.exe", @"C:\a\aws.exe", null)]
    [InlineData("aws", @".", null, @"C:\here\.\aws.exe", null, ".")]
    [InlineData("aws", @"\tools", null, @"C:\here\\tools\aws.exe", null, @"\tools")]
    [InlineData("aws", @";C:\a", null, @"C:\here\aws.exe", null, null)]
    [InlineData(@"C:\x\aws", "", null, @"C:\x\aws.com", @"C:\x\aws.com", null)]
    [InlineData(@"C:\x\aws", "", null, @"C:\x\aws", null, null)]
    public void On_Windows_a_program_is_found_as_Go_finds_it(
        string command, string path, string? extensions, string files, string? found, string? refused)
    {
        var environment = new KubeEnvironment
        {
            Paths = PathRules.Windows,
            Variables = new Dictionary<string, string> { ["PATH"] = path, ["PATHEXT"] = extensions ?? "" },
            WorkingFolder = @"C:\here",
            FileExists = files.Split('|').Contains,
        };

        Assert.Equal(new(found, refused), new ExecutableFinder(environment).Find(command));
    }

    [Theory]
    [InlineData("FOLDER/bin", "FOLDER/bin/aws", null)]
    [InlineData("FOLDER/none:FOLDER/bin", "FOLDER/bin/aws", null)]
    [InlineData("FOLDER/plain:FOLDER/bin", "FOLDER/bin/aws", null)]
    [InlineData("bin:FOLDER/bin", null, "bin")]
    [InlineData(".", null, null)]
    [InlineData("", null, null)]
    public void On_Unix_a_program_is_found_as_Go_finds_it(string path, string? found, string? refused)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Files have no execute bit there.");
        _folder.WriteScript("bin/aws", "");
        _folder.Write("plain/aws", "");

        Assert.Equal(new(Full(found), refused), new ExecutableFinder(Unix(Full(path)!)).Find("aws"));
    }

    [Theory]
    [InlineData(".", ".")]
    [InlineData("", ".")]
    [InlineData("/nowhere:", ".")]
    public void A_program_in_the_folder_one_is_in_is_not_started(string path, string refused)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Files have no execute bit there.");
        _folder.WriteScript("aws", "");

        Assert.Equal(new(null, refused), new ExecutableFinder(Unix(path)).Find("aws"));
    }

    [Theory]
    [InlineData(@"C:\x\aws.cmd", true)]
    [InlineData(@"C:\x\AWS.BAT", true)]
    [InlineData(@"C:\x\aws.cmd. .", true)]
    [InlineData(@"C:\x\aws.exe", false)]
    [InlineData(@"C:\x.cmd\aws", false)]
    public void Batch_files_are_known(string file, bool batch) => Assert.Equal(batch, BatchFile.Is(file));

    [Theory]
    [InlineData("eks get-token --cluster-name a(b)=c,d;e 'f' ü", null)]
    [InlineData("a&calc", '&')]
    [InlineData("%PATH%", '%')]
    [InlineData("a\"b", '"')]
    [InlineData("a^b", '^')]
    [InlineData("a|b", '|')]
    [InlineData("a>b", '>')]
    [InlineData("a<b", '<')]
    [InlineData("a!b", '!')]
    [InlineData("a\nb", '\n')]
    public void Arguments_that_would_be_commands_of_cmd_are_found(string argument, char? character) =>
        Assert.Equal(character, BatchFile.FindCommand(["plain", argument]));

    private KubeEnvironment Unix(string path) =>
        new() { Paths = PathRules.Unix, Variables = new Dictionary<string, string> { ["PATH"] = path }, WorkingFolder = _folder.Path };

    private string? Full(string? text) => text?.Replace("FOLDER", _folder.Path);
}
