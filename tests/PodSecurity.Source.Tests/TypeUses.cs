using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace PodSecurity.Source.Tests;

/// <summary>A file of one folder uses a type of another one.</summary>
internal sealed record TypeUse(string From, string To, string Example);

/// <summary>
/// Finds the uses of types between the folders of a project: also of types whose members are used while they are not named.
/// </summary>
internal static class TypeUses
{
    public static IReadOnlyList<TypeUse> Of(SourceProject project) =>
        [.. project.Files.AsParallel().AsOrdered().SelectMany(file => In(project, file))];

    private static IEnumerable<TypeUse> In(SourceProject project, SyntaxTree file) =>
        from type in TypesIn(file, project.Compilation.GetSemanticModel(file))
        from declaration in type.DeclaringSyntaxReferences
        where project.Files.Contains(declaration.SyntaxTree)
        let use = new TypeUse(
            project.FolderOf(file), project.FolderOf(declaration.SyntaxTree), $"{Path.GetFileName(file.FilePath)} uses {type.Name}")
        where use.From != use.To
        select use;

    private static IEnumerable<INamedTypeSymbol> TypesIn(SyntaxTree file, SemanticModel model) => file.GetRoot().DescendantNodes()
        .Where(node => node is SimpleNameSyntax or ImplicitObjectCreationExpressionSyntax)
        .Select(node => model.GetSymbolInfo(node).Symbol)
        .Select(symbol => symbol as INamedTypeSymbol ?? symbol?.ContainingType)
        .OfType<INamedTypeSymbol>()
        .Select(type => type.OriginalDefinition)
        .Distinct<INamedTypeSymbol>(SymbolEqualityComparer.Default);
}
