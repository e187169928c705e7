using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace PodSecurity.Source.Tests;

/// <summary>A strategy that nobody runs would admit whatever it was written to refuse.</summary>
public sealed class StrategyTests
{
    private const string Folder = "Admission.Strategies";

    [Fact]
    public void Every_strategy_is_in_the_catalog()
    {
        var core = SourceProject.All.Single(project => project.Name == "PodSecurity.Core");
        var classes = core.Files.Where(file => core.FolderOf(file) == Folder)
            .SelectMany(file => file.GetRoot().DescendantNodes().OfType<ClassDeclarationSyntax>()).ToList();
        var named = classes.Single(type => type.Identifier.Text == "StrategyCatalog").DescendantNodes().OfType<IdentifierNameSyntax>()
            .Select(name => name.Identifier.Text).ToHashSet();

        // One inside another is made by that one.
        var strategies = classes.Where(type => type.Parent is BaseNamespaceDeclarationSyntax)
            .Where(type => type.BaseList?.Types.Any(parent => parent.Type.ToString() == "Strategy") == true)
            .Select(type => type.Identifier.Text).ToList();

        Assert.Contains("PrivilegedCheck", strategies);
        Assert.Empty(strategies.Except(named));
    }
}
