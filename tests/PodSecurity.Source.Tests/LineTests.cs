using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;

namespace PodSecurity.Source.Tests;

/// <summary>What the compiler does not hold of the style in .editorconfig.</summary>
public sealed class LineTests
{
    private const int Longest = 140;

    public static TheoryData<string> Folders => ["src", "tests", "benchmarks"];

    [Theory]
    [MemberData(nameof(Folders))]
    public void No_line_is_longer_than_the_editor_shows_but_for_data(string folder)
    {
        var tooLong = SourceProject.SourceFiles(Path.Combine(Repository.Root, folder)).SelectMany(LongLines);

        Assert.Empty(tooLong);
    }

    private static IEnumerable<string> LongLines(string file)
    {
        var text = SourceText.From(File.ReadAllText(file));
        var lines = text.Lines.Where(line => line.Span.Length > Longest).ToList();
        return lines.Count == 0 ? [] : lines.Except(LinesOfData(text)).Select(line => $"{file}:{line.LineNumber + 1}");
    }

    // Manifests and the like stand in the code as they are sent and received.
    private static IEnumerable<TextLine> LinesOfData(SourceText text) =>
        CSharpSyntaxTree.ParseText(text, SourceProject.Newest).GetRoot().DescendantNodes().Where(IsRawString)
            .SelectMany(node => text.Lines.Where(line => line.Span.IntersectsWith(node.Span)));

    private static bool IsRawString(SyntaxNode node) => node switch
    {
        LiteralExpressionSyntax text => text.Token.Text.StartsWith("\"\"\"", StringComparison.Ordinal),
        InterpolatedStringExpressionSyntax text => text.StringStartToken.Text.Contains("\"\"\"", StringComparison.Ordinal),
        _ => false,
    };
}
