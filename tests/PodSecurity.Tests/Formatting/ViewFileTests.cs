using System.Reflection;
using System.Xml.Linq;
using PodSecurity.Formatting;
using PodSecurity.Tests.Conventions;
using PodSecurity.Tests.Hosting;

namespace PodSecurity.Tests.Formatting;

/// <summary>The files of views and types, and the code that they call.</summary>
public sealed class ViewFileTests
{
    private const string Folder = "src/PodSecurity/Formatting/";

    private static readonly XDocument Views = XDocument.Parse(CommandCatalog.ReadRepositoryFile($"{Folder}PodSecurity.Format.ps1xml"));
    private static readonly XDocument Types = XDocument.Parse(CommandCatalog.ReadRepositoryFile($"{Folder}PodSecurity.Types.ps1xml"));

    public static TheoryData<Type> Laid => [.. TableLayout.All.Keys];

    public static TheoryData<string> WithHiddenMembers =>
        [.. Types.Descendants("Type").Where(type => type.Descendants("CodeProperty").Any(IsHidden)).Select(
            type => type.Element("Name")!.Value)];

    [Theory, MemberData(nameof(Laid))]
    public void Columns_are_as_the_code_takes_them(Type type)
    {
        var table = Views.Descendants("View").Single(
            view => view.Descendants("TypeName").Any(name => name.Value == type.FullName) && view.Element("TableControl") is not null);
        var widths = table.Descendants("TableColumnHeader").Select(header => (int?)header.Element("Width")).ToList();

        var layout = TableLayout.All[type];
        Assert.Equal([.. layout.Fixed.Select(width => (int?)width), .. Enumerable.Repeat((int?)null, layout.Shares)], widths);
    }

    [Theory]
    [InlineData(80)]
    [InlineData(100)]
    [InlineData(120)]
    [InlineData(200)]
    public void Every_column_has_room_for_a_word(int width) =>
        Assert.All(TableLayout.All.Values, layout => Assert.True(layout.ShareOf(width) >= 10));

    [Theory, MemberData(nameof(WithHiddenMembers))]
    public void What_only_views_need_is_not_written_to_files(string type)
    {
        var members = Types.Descendants("Type").Single(element => element.Element("Name")?.Value == type);
        var written = members.Descendants("PropertySet").Single(
            set => set.Element("Name")!.Value == "PropertySerializationSet").Descendants(
            "Name").Skip(1).Select(name => name.Value);
        var visible = members.Descendants("CodeProperty").Where(member => !IsHidden(member)).Select(
            member => member.Element("Name")!.Value);

        var properties = typeof(PodSecurityPolicy).Assembly.GetType(type)!.GetProperties(
            BindingFlags.Public | BindingFlags.Instance).Select(
            property => property.Name);
        Assert.Equal(properties.Concat(visible).Order(), written.Order());
    }

    [Fact]
    public void Nothing_reaches_the_terminal_that_it_obeys()
    {
        using var module = new HostedModule();
        const string Bad = "x`e[2J`u{202e}`u{9b}y";

        var shown = module.Run($$"""
            $bad = "{{Bad}}"
            [PodSecurity.PspViolation]::new($bad, 'type', $bad, $bad, $bad, $bad)
            [PodSecurity.PolicyGrant]::new($bad, 'User', $bad, $bad, $bad, $bad, $bad, 'Effective')
            [PodSecurity.PspUseTestResult]::new($bad, $bad, $bad, $true, $bad)
            [PodSecurity.PodChange]::new($bad, $bad, $bad)
            [PodSecurity.PssViolation]::new('check', $bad, $bad)
            [PodSecurity.PspWarning]::new('code', 'kind', $bad, $bad)
            """);

        Assert.Empty(shown.Errors);
        Assert.Equal(6, shown.Output.Count);
        var texts = shown.Output.SelectMany(
            item => ViewMembers(item.BaseObject.GetType().FullName!).Select(name => $"{item.Members[name].Value}")).ToList();
        Assert.Contains(@"x\u001b[2J\u202e\u009by", texts);
        Assert.All(texts, text => Assert.DoesNotContain(text, character => char.IsControl(character) || character == '\u202e'));
    }

    [Fact]
    public void Views_show_names_and_texts_through_members_that_escape()
    {
        string[] ours =
        [
            "Action", "Allowed", "AlreadyRejected", "AuthorizerChecks", "Cause", "Check", "Code", "CostLimit", "Engine",
            "EstimatedCost", "IsCovered", "IsSafe", "Kind", "KubernetesVersion", "Mutated", "NewlyMutated", "Order", "Outcome",
            "PolicyChanged", "Rejected", "ScaledToZero", "SideIndicator", "State", "Status", "Step", "Total", "Type", "Unchanged",
        ];

        var shown = Views.Descendants("PropertyName").Select(name => name.Value).Where(
            name => !name.StartsWith("View", StringComparison.Ordinal));

        Assert.Empty(shown.Except(ours));
    }

    private static IEnumerable<string> ViewMembers(string type) =>
        Types.Descendants("Type").Single(element => element.Element("Name")!.Value == type)
        .Descendants("CodeProperty").Where(IsHidden).Select(member => member.Element("Name")!.Value);

    private static bool IsHidden(XElement member) => (bool?)member.Attribute("IsHidden") is true;
}
