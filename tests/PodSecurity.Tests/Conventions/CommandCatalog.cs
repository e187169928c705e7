using System.Management.Automation;
using System.Reflection;
using System.Text.RegularExpressions;
using PodSecurity.Hosting;

namespace PodSecurity.Tests.Conventions;

/// <summary>A command as its attributes describe it.</summary>
public sealed record CommandInfo(Type Type)
{
    public CmdletAttribute Cmdlet => Type.GetCustomAttribute<CmdletAttribute>()!;
    public string Name => $"{Cmdlet.VerbName}-{Cmdlet.NounName}";
    public IReadOnlyList<PropertyInfo> Parameters =>
        [.. Type.GetProperties().Where(property => property.IsDefined(typeof(ParameterAttribute)))];
    public IEnumerable<string> Sets =>
        Parameters.SelectMany(Declarations).Select(parameter => parameter.ParameterSetName).Where(
            set => set != ParameterAttribute.AllParameterSets).Distinct();

    /// <summary>A cluster, or the disk: a command that writes a file replaces one with -Force.</summary>
    public bool Changes => Parameters.Any(parameter => parameter.Name == "Force")
        || (Type.IsSubclassOf(typeof(ClusterCommand)) && !Type.IsSubclassOf(typeof(ClusterReadCommand)));

    public static IEnumerable<ParameterAttribute> Declarations(PropertyInfo property) => property.GetCustomAttributes<ParameterAttribute>();

    public override string ToString() => Name;
}

/// <summary>All commands of the module, and the files of the repository that speak of them.</summary>
internal static partial class CommandCatalog
{
    public static IReadOnlyList<CommandInfo> Commands { get; } =
    [
        .. typeof(PodSecurityCommand).Assembly.GetTypes()
            .Where(type => type.IsDefined(typeof(CmdletAttribute)))
            .Select(type => new CommandInfo(type))
            .OrderBy(command => command.Name, StringComparer.Ordinal),
    ];

    public static string RepositoryFile(string path) => Path.Combine(Root, path);

    public static string ReadRepositoryFile(string path) => File.ReadAllText(RepositoryFile(path));

    /// <summary>The entries of a list in the manifest.</summary>
    public static IEnumerable<string> Exports(string key)
    {
        var list = Regex.Match(ReadRepositoryFile("PodSecurity.psd1"), $@"{key} = @\((?<items>[^)]*)\)").Groups["items"].Value;
        return Quoted().Matches(list).Select(match => match.Groups[1].Value);
    }

    private static string Root { get; } = FindRoot();

    private static string FindRoot()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "PodSecurity.slnx")))
        {
            folder = folder.Parent ?? throw new InvalidOperationException("The tests do not run inside the repository.");
        }
        return folder.FullName;
    }

    [GeneratedRegex("'([^']*)'")]
    private static partial Regex Quoted();
}
