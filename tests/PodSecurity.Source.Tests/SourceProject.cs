using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace PodSecurity.Source.Tests;

/// <summary>
/// A project of src as the compiler understands it, with the projects that it references. Packages are left out: only our own types matter.
/// </summary>
internal sealed class SourceProject
{
    // As the build has it: the usings that every file gets, and who sees the internals of the core.
    private const string BuildSettings = """
        global using System; global using System.Collections.Generic; global using System.IO; global using System.Linq;
        global using System.Net.Http; global using System.Threading; global using System.Threading.Tasks;
        [assembly: System.Runtime.CompilerServices.InternalsVisibleTo("PodSecurity.Kubernetes")]
        [assembly: System.Runtime.CompilerServices.InternalsVisibleTo("PodSecurity")]
        """;

    public static readonly CSharpParseOptions Newest = new(LanguageVersion.Preview);

    private static readonly Lazy<MetadataReference[]> Runtime = new(() =>
    [
        .. Directory.EnumerateFiles(Path.GetDirectoryName(typeof(object).Assembly.Location)!, "System*.dll").Select(
            file => MetadataReference.CreateFromFile(file)),
    ]);

    private readonly string _folder;
    private readonly Lazy<IReadOnlyList<TypeUse>> _uses;

    private SourceProject(string name, string rootNamespace, params SourceProject[] references)
    {
        (Name, RootNamespace) = (name, rootNamespace);
        _folder = Path.Combine(Repository.Root, "src", name) + Path.DirectorySeparatorChar;
        Files = [.. SourceFiles(_folder).Select(file => CSharpSyntaxTree.ParseText(File.ReadAllText(file), Newest, file))];
        _uses = new(() => TypeUses.Of(this));
        Compilation = CSharpCompilation.Create(
            name, [.. Files, CSharpSyntaxTree.ParseText(BuildSettings, Newest)],
            [.. Runtime.Value, .. references.Select(project => project.Compilation.ToMetadataReference())],
            new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary));
    }

    public static IReadOnlyList<SourceProject> All { get; } = ReadAll();

    public string Name { get; }

    public string RootNamespace { get; }

    public IReadOnlyList<SyntaxTree> Files { get; }

    public CSharpCompilation Compilation { get; }

    public IReadOnlyList<TypeUse> Uses => _uses.Value;

    /// <summary>The folder of a file as the end of a namespace: <c>Admission.Rules</c>; empty for the project's own.</summary>
    public string FolderOf(SyntaxTree file) =>
        file.FilePath.StartsWith(_folder, StringComparison.Ordinal)
            ? Path.GetDirectoryName(file.FilePath[_folder.Length..])!.Replace(Path.DirectorySeparatorChar, '.')
            : throw new ArgumentException($"{file.FilePath} is not in {Name}.", nameof(file));

    public static string RelativePath(SyntaxTree file) => Path.GetRelativePath(Repository.Root, file.FilePath);

    public static IEnumerable<string> SourceFiles(string folder) => Directory.EnumerateFiles(folder, "*.cs", SearchOption.AllDirectories)
        .Where(file => !file.Split(Path.DirectorySeparatorChar).Any(part => part is "obj" or "bin"));

    private static SourceProject[] ReadAll()
    {
        var core = new SourceProject("PodSecurity.Core", "PodSecurity");
        var kubernetes = new SourceProject("PodSecurity.Kubernetes", "PodSecurity.Kubernetes", core);
        return [core, kubernetes, new("PodSecurity", "PodSecurity", core, kubernetes), new("PodSecurity.Shell", "PodSecurity.Shell")];
    }
}
