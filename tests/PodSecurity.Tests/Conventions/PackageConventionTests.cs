using System.Management.Automation;
using System.Reflection;
using System.Xml.Linq;
using PodSecurity.Cluster;
using PodSecurity.Errors;
using PodSecurity.Hosting;

namespace PodSecurity.Tests.Conventions;

/// <summary>What is said of the commands elsewhere agrees with the commands: manifest, README, views, help.</summary>
public sealed class PackageConventionTests
{
    private static IEnumerable<string> Names => CommandCatalog.Commands.Select(command => command.Name);

    public static TheoryData<string> OutputTypes =>
    [
        .. CommandCatalog.Commands.SelectMany(command => command.Type.GetCustomAttributes<OutputTypeAttribute>())
            .SelectMany(output => output.Type).Select(type => type.Name)
            .Where(name => name.StartsWith("PodSecurity.", StringComparison.Ordinal)).Distinct().Order(StringComparer.Ordinal),
    ];

    [Fact]
    public void The_manifest_exports_exactly_the_commands() =>
        Assert.Equal(Names, CommandCatalog.Exports("CmdletsToExport"));

    [Fact]
    public void The_manifest_exports_exactly_their_aliases() => Assert.Equal(
        CommandCatalog.Commands.SelectMany(command => command.Type.GetCustomAttribute<AliasAttribute>()?.AliasNames ?? []),
        CommandCatalog.Exports("AliasesToExport"));

    [Fact]
    public void The_README_names_every_command()
    {
        var readme = CommandCatalog.ReadRepositoryFile("README.md");

        Assert.All(Names, name => Assert.Contains($"`{name}", readme, StringComparison.Ordinal));
    }

    [Theory, MemberData(nameof(OutputTypes))]
    public void What_is_written_has_a_table_a_list_and_standard_members(string type)
    {
        var views = XDocument.Parse(CommandCatalog.ReadRepositoryFile("src/PodSecurity/Formatting/PodSecurity.Format.ps1xml"))
            .Descendants("View").Where(view => view.Descendants("TypeName").Any(name => name.Value == type)).ToList();
        var members = XDocument.Parse(CommandCatalog.ReadRepositoryFile("src/PodSecurity/Formatting/PodSecurity.Types.ps1xml"))
            .Descendants("Type").SingleOrDefault(element => element.Element("Name")?.Value == type);

        Assert.Contains(views, view => view.Element("TableControl") is not null);
        Assert.Contains(views, view => view.Element("ListControl") is not null);
        Assert.NotNull(members);
        Assert.Contains(members.Descendants("Name"), name => name.Value == "DefaultKeyPropertySet");
    }

    [Fact]
    public void Views_and_types_hold_no_scripts()
    {
        foreach (var file in Directory.EnumerateFiles(CommandCatalog.RepositoryFile("src/PodSecurity/Formatting"), "*.ps1xml"))
        {
            Assert.Empty(XDocument.Load(file).Descendants("ScriptBlock").Concat(XDocument.Load(file).Descendants("GetScriptBlock")));
        }
    }

    [Fact]
    public void The_help_explains_every_error()
    {
        var topic = CommandCatalog.ReadRepositoryFile("en-US/about_PodSecurity_Errors.help.txt");
        var found = typeof(ModuleError).GetMethods(BindingFlags.Public | BindingFlags.Static | BindingFlags.DeclaredOnly).Select(
            method => method.Name);
        var mapped = Enum.GetValues<ClusterFailure>()
            .Select(failure => FailureMap.Find(new ClusterException(failure, ""), null)!.FullyQualifiedErrorId);

        Assert.All(found.Concat(mapped), id => Assert.Contains($"    {id}\n", topic, StringComparison.Ordinal));
    }

    [Fact]
    public void Core_refers_to_the_base_class_library_alone() => Assert.All(
        typeof(PodSecurityPolicy).Assembly.GetReferencedAssemblies(),
        reference => Assert.StartsWith("System.", reference.Name, StringComparison.Ordinal));

    [Fact]
    public void No_public_member_shows_a_type_of_a_library()
    {
        string[] ours = ["PodSecurity", "PodSecurity.Core", "System.Management.Automation"];
        var shown = new[] { typeof(PodSecurityCommand).Assembly, typeof(PodSecurityPolicy).Assembly }
            .SelectMany(assembly => assembly.GetExportedTypes())
            .SelectMany(type => type.GetMembers().SelectMany(TypesOf))
            .Select(type => type.Assembly.GetName().Name!).Distinct();

        Assert.All(shown, name => Assert.True(ours.Contains(name) || name.StartsWith("System.", StringComparison.Ordinal), name));
    }

    private static IEnumerable<Type> TypesOf(MemberInfo member) => member switch
    {
        PropertyInfo property => [property.PropertyType],
        FieldInfo field => [field.FieldType],
        MethodInfo method => [method.ReturnType, .. method.GetParameters().Select(parameter => parameter.ParameterType)],
        ConstructorInfo constructor => constructor.GetParameters().Select(parameter => parameter.ParameterType),
        _ => [],
    };
}
