using System.Management.Automation;
using System.Reflection;
using PodSecurity.Hosting;

namespace PodSecurity.Tests.Conventions;

/// <summary>What PowerShell users expect of every command, checked on all of them; a new command is checked by being there.</summary>
public sealed class CommandConventionTests
{
    private static readonly string[] PathSets = ["Path", "LiteralPath"];
    private static readonly string[] Reserved = ["SelectProperty", "SelectObject"];

    private static readonly HashSet<string> Verbs =
    [
        .. typeof(VerbsCommon).Assembly.GetExportedTypes()
            .Where(type => type.Name.StartsWith("Verbs", StringComparison.Ordinal))
            .SelectMany(type => type.GetFields()).Select(field => (string)field.GetRawConstantValue()!),
    ];

    public static TheoryData<CommandInfo> Commands => new(CommandCatalog.Commands);

    [Theory, MemberData(nameof(Commands))]
    public void Is_a_sealed_class_named_after_verb_and_noun(CommandInfo command)
    {
        Assert.True(command.Type.IsSealed);
        Assert.Equal($"{command.Cmdlet.VerbName}{command.Cmdlet.NounName}Command", command.Type.Name);
        Assert.Contains(command.Cmdlet.VerbName, Verbs);
        Assert.Matches("(Psp|PodSecurity|AdmissionPolicy)", command.Cmdlet.NounName);
    }

    [Theory, MemberData(nameof(Commands))]
    public void Says_what_it_writes(CommandInfo command) => Assert.NotEmpty(command.Type.GetCustomAttributes<OutputTypeAttribute>());

    [Theory, MemberData(nameof(Commands))]
    public void Names_its_default_parameter_set(CommandInfo command)
    {
        if (command.Sets.Count() > 1)
        {
            Assert.False(string.IsNullOrEmpty(command.Cmdlet.DefaultParameterSetName));
        }
    }

    [Theory, MemberData(nameof(Commands))]
    public void Takes_switches_and_never_a_bool(CommandInfo command) =>
        Assert.DoesNotContain(command.Parameters, parameter => parameter.PropertyType == typeof(bool));

    [Theory, MemberData(nameof(Commands))]
    public void Uses_no_reserved_name(CommandInfo command) =>
        Assert.Empty(
            command.Parameters.Select(parameter => parameter.Name).Intersect(
                [.. Reserved, .. Cmdlet.CommonParameters, .. Cmdlet.OptionalCommonParameters]));

    [Theory, MemberData(nameof(Commands))]
    public void Takes_the_pipeline_into_one_parameter_of_a_set(CommandInfo command)
    {
        foreach (var set in SetsOf(command))
        {
            Assert.True(InSet(command, set).Count(parameter => parameter.ValueFromPipeline) <= 1, set);
        }
    }

    [Theory, MemberData(nameof(Commands))]
    public void Has_at_most_two_positional_parameters_in_a_set(CommandInfo command)
    {
        foreach (var set in SetsOf(command))
        {
            Assert.True(InSet(command, set).Count(parameter => parameter.Position >= 0) <= 2, set);
        }
    }

    [Theory, MemberData(nameof(Commands))]
    public void Reads_files_by_Path_with_wildcards_and_by_LiteralPath(CommandInfo command)
    {
        var paths = command.Parameters.Where(parameter => PathSets.Contains(parameter.Name)).ToDictionary(parameter => parameter.Name);
        if (!paths.TryGetValue("LiteralPath", out var literal))
        {
            return;
        }
        Assert.True(paths["Path"].IsDefined(typeof(SupportsWildcardsAttribute)));
        Assert.False(literal.IsDefined(typeof(SupportsWildcardsAttribute)));
        Assert.Contains("PSPath", Aliases(literal));
    }

    [Theory, MemberData(nameof(Commands))]
    public void Names_a_namespace_alike(CommandInfo command)
    {
        if (command.Parameters.SingleOrDefault(parameter => parameter.Name == "Namespace") is { } parameter)
        {
            Assert.Contains("Ns", Aliases(parameter));
        }
    }

    [Theory, MemberData(nameof(Commands))]
    public void Asks_before_it_changes_anything(CommandInfo command)
    {
        Assert.Equal(command.Changes, command.Cmdlet.SupportsShouldProcess);
        if (command.Cmdlet.VerbName is "Remove" or "Grant")
        {
            Assert.Equal(ConfirmImpact.High, command.Cmdlet.ConfirmImpact);
        }
    }

    [Fact]
    public void A_parameter_has_one_type_wherever_it_occurs()
    {
        // An input object is what a command is about; everything else is the same thing everywhere, be it one or several.
        var differing = CommandCatalog.Commands.SelectMany(command => command.Parameters)
            .Where(parameter => parameter.Name is not ("InputObject" or "Policy" or "ServiceAccount" or "User" or "Name"))
            .GroupBy(parameter => parameter.Name, parameter => parameter.PropertyType.GetElementType() ?? parameter.PropertyType)
            .Where(types => types.Distinct().Count() > 1).Select(types => types.Key);

        Assert.Empty(differing);
    }

    [Fact]
    public void The_connection_is_described_in_one_place()
    {
        string[] connection = ["Context", "KubeConfig", "As", "AsGroup", "RequestTimeout", "Snapshot"];
        var elsewhere = CommandCatalog.Commands.SelectMany(command => command.Parameters)
            .Where(parameter => connection.Contains(parameter.Name) && !parameter.DeclaringType!.IsAbstract);

        Assert.Empty(elsewhere);
        Assert.All(connection, name => Assert.NotNull(typeof(ClusterReadCommand).GetProperty(name)));
    }

    private static IEnumerable<string> SetsOf(CommandInfo command) => command.Sets.DefaultIfEmpty(ParameterAttribute.AllParameterSets);

    private static IEnumerable<ParameterAttribute> InSet(CommandInfo command, string set) => command.Parameters
        .SelectMany(CommandInfo.Declarations)
        .Where(parameter => parameter.ParameterSetName == set || parameter.ParameterSetName == ParameterAttribute.AllParameterSets);

    private static IEnumerable<string> Aliases(PropertyInfo parameter) => parameter.GetCustomAttribute<AliasAttribute>()?.AliasNames ?? [];
}
