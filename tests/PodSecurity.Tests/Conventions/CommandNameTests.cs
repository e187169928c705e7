using System.Text.RegularExpressions;

namespace PodSecurity.Tests.Conventions;

/// <summary>A command that a message, a page or an example names can be run: it is exported under this name.</summary>
public sealed partial class CommandNameTests
{
    private static readonly string[] Texts = ["README.md", "CHANGELOG.md", "docs", "en-US", "examples", "src", "tests"];
    private static readonly string[] Extensions = [".cs", ".md", ".ps1", ".ps1xml", ".txt", ".xml"];

    // Named before they are there; they are exported with the commands for the labels of namespaces.
    private static readonly string[] ToCome = ["Get-PodSecurityLabel", "Set-PodSecurityLabel"];

    public static TheoryData<string> Names =>
        [.. Texts.SelectMany(Files).SelectMany(file => CommandsIn(File.ReadAllText(file))).Distinct().Order(StringComparer.Ordinal)];

    [Theory, MemberData(nameof(Names))]
    public void Every_command_that_is_named_anywhere_is_exported(string name)
    {
        var exported = CommandCatalog.Exports("CmdletsToExport").Concat(CommandCatalog.Exports("AliasesToExport")).Concat(ToCome);

        Assert.True(
            exported.Contains(name),
                $"{name} is not exported, and named in {string.Join(", ", Texts.SelectMany(Files).Where(file => Tells(file, name)))}.");
    }

    [Theory]
    [InlineData("Use `Test-PspChange -Explain`, or Get-PodAgainstPspThing.", "Test-PspChange", "Get-PodAgainstPspThing")]
    [InlineData("Get-EksDefaultPsp|Set-PSP,New-RestrictivePsp", "Get-EksDefaultPsp", "New-RestrictivePsp")]
    [InlineData("the non-PodSecurity part of a Cluster-PSP; Get-Content; re-Test-PodX")]
    public void Commands_are_found_in_prose_and_code(string text, params string[] names) => Assert.Equal(names, CommandsIn(text));

    private static IEnumerable<string> CommandsIn(string text) => CommandName().Matches(text).Select(match => match.Value);

    private static bool Tells(string file, string name) => CommandsIn(File.ReadAllText(file)).Contains(name);

    // This file names commands that do not exist.
    private static IEnumerable<string> Files(string text)
    {
        var path = CommandCatalog.RepositoryFile(text);
        return File.Exists(path)
            ? [path]
            : Directory.EnumerateFiles(path, "*", SearchOption.AllDirectories).Where(file =>
                Extensions.Contains(Path.GetExtension(file)) && !IsBuilt(file) && Path.GetFileName(
                    file) != $"{nameof(CommandNameTests)}.cs");
    }

    private static bool IsBuilt(string file) => file.Split(Path.DirectorySeparatorChar).Any(folder => folder is "bin" or "obj");

    /// <summary>Verb and noun; the noun is one of ours. A verb that no command has is found too.</summary>
    [GeneratedRegex(@"(?<![\w-])[A-Z][A-Za-z]+-[A-Z]?[A-Za-z]*(Psp|PodSecurity|PodAgainst|EksDefault)\w*")]
    private static partial Regex CommandName();
}
