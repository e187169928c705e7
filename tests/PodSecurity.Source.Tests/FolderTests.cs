using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace PodSecurity.Source.Tests;

/// <summary>The plan of the house: a folder is a namespace, and arrows between folders go one way.</summary>
public sealed class FolderTests
{
    public static TheoryData<string> Projects => [.. SourceProject.All.Select(project => project.Name)];

    [Theory]
    [MemberData(nameof(Projects))]
    public void No_two_folders_need_each_other(string name)
    {
        var matrix = new FolderMatrix(Project(name), folder => folder);

        Assert.True(matrix.Knots.Count == 0, $"In a circle: {string.Join("; ", matrix.Knots)}\n{matrix}");
    }

    [Theory]
    [MemberData(nameof(Projects))]
    public void Nor_do_they_with_all_that_lies_below_them(string name)
    {
        var matrix = new FolderMatrix(Project(name), folder => folder.Split('.')[0]);

        Assert.True(matrix.Knots.Count == 0, $"In a circle: {string.Join("; ", matrix.Knots)}\n{matrix}");
    }

    [Fact]
    public void The_matrix_is_not_empty()
    {
        var matrix = new FolderMatrix(Project("PodSecurity.Core"), folder => folder);

        Assert.True(matrix.Has("Verdicts", "Admission"));
        Assert.False(matrix.Has("Admission", "Verdicts"));
    }

    [Theory]
    [MemberData(nameof(Projects))]
    public void A_namespace_is_its_folder_but_for_what_scripts_meet(string name)
    {
        var project = Project(name);
        var strays = project.Files.SelectMany(
            file => file.GetRoot().DescendantNodes().OfType<BaseNamespaceDeclarationSyntax>(), (file, space) => (file, space))
            .Where(pair => pair.space.Name.ToString() != NamespaceOf(project, pair.file) && !IsForScripts(pair.file, pair.space))
            .Select(pair => $"{SourceProject.RelativePath(pair.file)}: {pair.space.Name}");

        Assert.Empty(strays);
    }

    [Fact]
    public void What_commands_emit_and_take_is_called_by_the_module_s_name_alone()
    {
        var module = Project("PodSecurity");
        var met = module.Files.SelectMany(file => Emitted(module, file).Concat(Taken(module, file)));
        var elsewhere = met.Where(
            type => type.ContainingAssembly.Name == "PodSecurity.Core" && type.ContainingNamespace.ToDisplayString() != "PodSecurity");

        Assert.Empty(elsewhere.Select(type => type.ToDisplayString()).Distinct());
    }

    /// <summary>The types in <c>[OutputType(typeof(...))]</c>.</summary>
    private static IEnumerable<ITypeSymbol> Emitted(SourceProject module, SyntaxTree file) =>
        Attributes(file, "OutputType").SelectMany(attribute => attribute.DescendantNodes().OfType<TypeOfExpressionSyntax>())
            .Select(typeOf => module.Compilation.GetSemanticModel(file).GetTypeInfo(typeOf.Type).Type).OfType<ITypeSymbol>();

    /// <summary>The enums that parameters take: scripts may have to write their names.</summary>
    private static IEnumerable<ITypeSymbol> Taken(SourceProject module, SyntaxTree file) =>
        Attributes(file, "Parameter").Select(attribute => attribute.Parent?.Parent).OfType<PropertyDeclarationSyntax>()
            .Select(property => module.Compilation.GetSemanticModel(file).GetTypeInfo(property.Type).Type).OfType<ITypeSymbol>()
            .Where(type => type.TypeKind == TypeKind.Enum);

    private static IEnumerable<AttributeSyntax> Attributes(SyntaxTree file, string name) =>
        file.GetRoot().DescendantNodes().OfType<AttributeSyntax>().Where(attribute => attribute.Name.ToString() == name);

    private static SourceProject Project(string name) => SourceProject.All.Single(project => project.Name == name);

    private static string NamespaceOf(SourceProject project, SyntaxTree file) =>
        project.FolderOf(file) is { Length: > 0 } folder ? $"{project.RootNamespace}.{folder}" : project.RootNamespace;

    /// <summary>
    /// Types of the module that scripts meet are called PodSecurity.Name, wherever they lie; nothing internal is among them.
    /// </summary>
    private static bool IsForScripts(SyntaxTree file, BaseNamespaceDeclarationSyntax space) =>
        space.Name.ToString() == "PodSecurity"
        && space.Members.OfType<MemberDeclarationSyntax>().All(member => member.Modifiers.Any(modifier => modifier.ValueText == "public"))
        && file.FilePath.Contains($"{Path.DirectorySeparatorChar}PodSecurity.Core{Path.DirectorySeparatorChar}", StringComparison.Ordinal);
}
