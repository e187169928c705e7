using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace PodSecurity.Tests.Conventions;

/// <summary>The help that is shipped says of every command what it is, what each parameter means and how it is used.</summary>
public sealed partial class HelpConventionTests
{
    private static readonly XNamespace Command = "http://schemas.microsoft.com/maml/dev/command/2004/10";
    private static readonly XNamespace Maml = "http://schemas.microsoft.com/maml/2004/10";
    private static readonly XNamespace Dev = "http://schemas.microsoft.com/maml/dev/2004/10";

    private static readonly string[] DescribedAlike = ["Context", "KubeConfig", "As", "AsGroup", "RequestTimeout", "Snapshot"];

    private static readonly Dictionary<string, XElement> Help = XDocument.Load(
        CommandCatalog.RepositoryFile("en-US/PodSecurity.dll-Help.xml"))
        .Descendants(Command + "command").ToDictionary(command => command.Element(Command + "details")!.Element(Command + "name")!.Value);

    private static IEnumerable<string> Names => CommandCatalog.Commands.Select(command => command.Name);

    public static TheoryData<CommandInfo> Commands => new(CommandCatalog.Commands);

    [Fact]
    public void Every_command_has_a_page_and_shipped_help()
    {
        var pages = Directory.EnumerateFiles(CommandCatalog.RepositoryFile("docs/en-US"), "*.md").Select(Path.GetFileNameWithoutExtension);

        Assert.Equal(Names, pages.Order(StringComparer.Ordinal));
        Assert.Equal(Names, Help.Keys.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void The_table_in_the_README_names_no_other_command() => Assert.Equal(
        Names,
        CommandsInTable().Matches(CommandCatalog.ReadRepositoryFile("README.md")).SelectMany(row => CommandName().Matches(row.Value))
            .Select(name => name.Groups["name"].Value).Distinct().Order(StringComparer.Ordinal));

    [Theory, MemberData(nameof(Commands))]
    public void Describes_every_parameter(CommandInfo command)
    {
        string[] asked = command.Cmdlet.SupportsShouldProcess ? ["Confirm", "WhatIf"] : [];
        var parameters = command.Parameters.Select(parameter => parameter.Name).Concat(asked).Order(StringComparer.Ordinal).ToList();
        var page = new Page(command.Name);

        Assert.Equal(parameters, page.Parameters.Keys.Order(StringComparer.Ordinal));
        Assert.All(parameters, parameter => Assert.Matches($@"-{parameter}\b", page.Section("SYNTAX")));
    }

    [Theory, MemberData(nameof(Commands))]
    public void Shows_examples(CommandInfo command)
    {
        var examples = new Page(command.Name).Examples;

        Assert.True(examples.Count >= 2);
        Assert.Contains(examples, example => example.Contains('|', StringComparison.Ordinal));
        if (command.Cmdlet.SupportsShouldProcess)
        {
            Assert.Contains(examples, example => example.Contains("-WhatIf", StringComparison.Ordinal));
        }
    }

    [Theory, MemberData(nameof(Commands))]
    public void Leaves_nothing_to_be_filled_in(CommandInfo command) =>
        Assert.DoesNotContain("{{", new Page(command.Name).Text, StringComparison.Ordinal);

    /// <summary>After a change of a page: <c>./build.ps1 Docs</c>.</summary>
    [Theory, MemberData(nameof(Commands))]
    public void Is_shipped_as_the_page_says(CommandInfo command)
    {
        var (page, help) = (new Page(command.Name), Help[command.Name]);
        var parameters = help.Element(Command + "parameters")!.Elements(Command + "parameter")
            .ToDictionary(
                parameter => parameter.Element(Maml + "name")!.Value, parameter => Text(parameter.Element(Maml + "description")!));

        Assert.Equal(page.Section("SYNOPSIS"), Text(help.Element(Command + "details")!.Element(Maml + "description")!));
        Assert.Equal(Joined(page.Section("DESCRIPTION")), Joined(Text(help.Element(Maml + "description")!)));
        Assert.Equal(page.Examples, help.Descendants(Dev + "code").Select(code => code.Value));
        Assert.Equal(page.Section("NOTES"), Text(help.Element(Maml + "alertSet")!));
        Assert.Equal(page.Parameters.OrderBy(parameter => parameter.Key), parameters.OrderBy(parameter => parameter.Key));
    }

    [Fact]
    public void The_connection_is_described_alike_everywhere()
    {
        foreach (var name in DescribedAlike)
        {
            var texts = Names.Select(command => new Page(command).Parameters.GetValueOrDefault(name)).OfType<string>().Distinct();
            Assert.Single(texts);
        }
    }

    private static string Text(XElement element) =>
        string.Join("\n\n", element.Descendants(Maml + "para").Select(paragraph => paragraph.Value.Trim()));

    private static string Joined(string text) => string.Join(' ', text.Split(default(char[]), StringSplitOptions.RemoveEmptyEntries));

    [GeneratedRegex(@"(?m)^\| `[^|]*[^\\]\|")]
    private static partial Regex CommandsInTable();

    [GeneratedRegex("`(?<name>[A-Z][A-Za-z]+-[A-Z][A-Za-z]+)")]
    private static partial Regex CommandName();

    /// <summary>A page of docs/en-US, by its headings.</summary>
    private sealed partial class Page(string command)
    {
        public string Text { get; } = CommandCatalog.ReadRepositoryFile($"docs/en-US/{command}.md").ReplaceLineEndings("\n");

        /// <summary>The description of each parameter, by its name.</summary>
        public Dictionary<string, string> Parameters => Parameter().Matches(Section("PARAMETERS"))
            .ToDictionary(match => match.Groups["name"].Value, match => match.Groups["text"].Value.Trim());

        /// <summary>The code of each example.</summary>
        public List<string> Examples => [.. Example().Matches(Section("EXAMPLES")).Select(match => match.Groups["code"].Value)];

        public string Section(string heading)
        {
            var start = Text.IndexOf($"\n## {heading}\n", StringComparison.Ordinal) + heading.Length + 5;
            var end = Text.IndexOf("\n## ", start, StringComparison.Ordinal);
            return Text[start..(end < 0 ? Text.Length : end)].Trim();
        }

        [GeneratedRegex(@"(?m)^### -(?<name>\w+)\n(?<text>[^`]*)^```yaml$")]
        private static partial Regex Parameter();

        [GeneratedRegex(@"(?ms)^### Example \d+: [^\n]+\n\n```powershell\n(?<code>.*?)\n```$")]
        private static partial Regex Example();
    }
}
