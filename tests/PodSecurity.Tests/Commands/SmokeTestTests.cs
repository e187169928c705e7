using System.Management.Automation.Language;
using System.Text.Json.Nodes;
using PodSecurity.Api;
using PodSecurity.Tests.Hosting;

namespace PodSecurity.Tests.Commands;

/// <summary>New-PspSmokeTest: what the file holds, and how it comes to be. That it is red on each change, tests/Pester tries.</summary>
public sealed class SmokeTestTests : IDisposable
{
    private const string Hostile = "it's \u2018$(throw 1)\u2019 <throw 2> `\"\n'@\n#>\u202e }; throw 3 #";

    private readonly HostedModule _module = new();
    private readonly TemporaryFolder _folder = new();

    public SmokeTestTests()
    {
        _module.Location = _folder.Path;
        Add(ResourceTypes.PodSecurityPolicies, Samples.PlainPolicy);
        AddRole("plain", "plain");
        AddBinding("web", "plain", """{"kind":"ServiceAccount","name":"web","namespace":"shop"}""");
        Add(
            ResourceTypes.ServiceAccounts, """{"apiVersion":"v1","kind":"ServiceAccount","metadata":{"name":"web","namespace":"shop"}}""");
        AddNamespace("shop", "restricted");
        AddNamespace("plain", null);
    }

    public void Dispose()
    {
        _module.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public void Holds_policies_grants_pods_and_labels()
    {
        var script = Write();

        Assert.Contains("@{ Name = 'plain'; Text = @(", script, StringComparison.Ordinal);
        Assert.Contains(
            "@{ Policy = 'plain'; Subject = 'ServiceAccount shop:web'; Namespace = $null; Binding = 'ClusterRoleBinding/web'; "
            + "Role = 'ClusterRole/plain'; Status = 'Effective' }",
            script,
            StringComparison.Ordinal);
        Assert.Contains(
            "@{ Pod = 'busybox'; Namespace = 'shop'; As = @{ ServiceAccount = 'shop:web' }; Policy = 'plain' }",
            script,
            StringComparison.Ordinal);
        Assert.Contains(
            "@{ Pod = 'privileged'; Namespace = 'shop'; As = @{ ServiceAccount = 'shop:web' } }", script, StringComparison.Ordinal);
        Assert.Contains("@{ Namespace = 'shop'; Text = @(", script, StringComparison.Ordinal);
        Assert.DoesNotContain("@{ Namespace = 'plain'", script, StringComparison.Ordinal);
    }

    [Fact]
    public void Is_PowerShell_without_errors_and_without_empty_fields()
    {
        var script = Write();

        Assert.Empty(Errors(script));
        Assert.DoesNotMatch(@"\{(source|file|context|kubeconfig|snapshot|skip|annotations|policies|grants|admitted|refused)\}", script);
    }

    [Fact]
    public void Names_of_the_cluster_never_become_code()
    {
        var before = Code(Write());
        _module.Cluster.Identity = new(Hostile, "https://memory.test", "default");
        AddRole(Hostile, "plain");
        AddBinding(Hostile, Hostile, new JsonObject { ["kind"] = "User", ["name"] = Hostile }.ToJsonString());
        AddNamespace(Hostile, Hostile);
        Add(ResourceTypes.PodSecurityPolicies, Samples.PlainPolicy.Replace("name: plain", "name: other", StringComparison.Ordinal),
            policy =>
        {
            policy["metadata"]!["annotations"] = new JsonObject { [PspAnnotations.SeccompAllowed] = Hostile };
            policy["spec"]![Hostile] = Hostile;
        });

        var script = Write($" -Context '{CodeGeneration.EscapeSingleQuotedStringContent(Hostile)}'");

        Assert.Empty(Errors(script));
        Assert.Equal(before, Code(script));
        Assert.Contains(Hostile, Texts(script));
        Assert.DoesNotContain('\u202e', script);
    }

    [Fact]
    public void Is_the_same_whatever_the_order_of_the_cluster()
    {
        AddNamespace("a", "baseline");
        AddBinding("a", "plain", """{"kind":"User","name":"a"},{"kind":"User","name":"b"}""");
        var script = Write();

        AddBinding("a", "plain", """{"kind":"User","name":"b"},{"kind":"User","name":"a"}""");

        Assert.Equal(script, Write(" -Force"));
    }

    [Theory]
    [InlineData("-Context prod", "[string] $Context = 'prod',")]
    [InlineData("-KubeConfig a/config", "[string] $KubeConfig = (Join-Path $PSScriptRoot 'a/config'),")]
    [InlineData("-Snapshot ../it''s.json", "[string] $Snapshot = (Join-Path $PSScriptRoot '../its.json')")]
    [InlineData("-Snapshot \"../it's.json\"", "[string] $Snapshot = (Join-Path $PSScriptRoot '../it''s.json')")]
    [InlineData("", "[string] $Context,")]
    public void Asks_what_it_was_made_from_wherever_the_repository_lies(string given, string expected) =>
        Assert.Contains(expected, Write($" {given}"), StringComparison.Ordinal);

    [Fact]
    public void Is_about_labels_alone_where_there_are_no_policies()
    {
        _module.Cluster.NotServed.Add(ResourceTypes.PodSecurityPolicies);

        var result = _module.Run("New-PspSmokeTest a.Tests.ps1");

        Assert.Empty(result.Errors);
        Assert.Contains("labels of namespaces alone", Assert.Single(result.Warnings), StringComparison.Ordinal);
        Assert.Contains("$skip = @{ Skip = $true }", Read(), StringComparison.Ordinal);
    }

    [Fact]
    public void Says_that_Pester_does_not_find_other_names() =>
        Assert.Contains(".Tests.ps1", Assert.Single(_module.Run("New-PspSmokeTest smoke.ps1").Warnings), StringComparison.Ordinal);

    [Fact]
    public void Writes_nothing_under_WhatIf()
    {
        Assert.Empty(_module.Run("New-PspSmokeTest a.Tests.ps1 -WhatIf -PassThru").Output);
        Assert.Empty(_folder.Names);
    }

    [Fact]
    public void Replaces_a_file_only_with_Force()
    {
        _folder.Write("a.Tests.ps1", "former");

        Assert.Equal("FileExists", ErrorOf("New-PspSmokeTest a.Tests.ps1"));
        Assert.Equal("former", Read());
        Assert.Empty(_module.Run("New-PspSmokeTest a.Tests.ps1 -Force -WhatIf").Errors);
        Assert.Equal("former", Read());
        Assert.Empty(_module.Run("New-PspSmokeTest a.Tests.ps1 -Force").Errors);
        Assert.Contains("Describe 'Policies'", Read(), StringComparison.Ordinal);
        Assert.Equal(["a.Tests.ps1"], _folder.Names);
    }

    [Theory]
    [InlineData("folder.Tests.ps1")]
    [InlineData("link.Tests.ps1")]
    [InlineData("missing/a.Tests.ps1")]
    [InlineData("/dev/null")]
    public void Writes_into_plain_files_only(string path)
    {
        Directory.CreateDirectory(_folder.PathOf("folder.Tests.ps1"));
        _folder.Write("target", "former");
        File.CreateSymbolicLink(_folder.PathOf("link.Tests.ps1"), _folder.PathOf("target"));

        Assert.Equal("SmokeTestNotWritten", ErrorOf($"New-PspSmokeTest {path} -Force"));
        Assert.Equal("former", File.ReadAllText(_folder.PathOf("target")));
        Assert.Equal(["link.Tests.ps1", "target"], _folder.Names.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Is_not_written_when_something_cannot_be_read()
    {
        _module.Cluster.Add(
            ResourceTypes.ClusterRoles, new() { ["kind"] = "ClusterRole", ["apiVersion"] = "rbac.authorization.k8s.io/v1",
                ["metadata"] = new JsonObject { ["name"] = "broken" }, ["rules"] = "none" });

        Assert.NotNull(ErrorOf("New-PspSmokeTest a.Tests.ps1"));
        Assert.Empty(_folder.Names);
    }

    private string Write(string parameters = "")
    {
        var result = _module.Run($"New-PspSmokeTest a.Tests.ps1 -Force{parameters.Replace(" -Force", "", StringComparison.Ordinal)}");
        Assert.Empty(result.Errors);
        return Read();
    }

    private string Read() => File.ReadAllText(_folder.PathOf("a.Tests.ps1"));

    private string? ErrorOf(string script) => _module.Run(script).Errors.SingleOrDefault()?.FullyQualifiedErrorId.Split(',')[0];

    private static ParseError[] Errors(string script)
    {
        Parser.ParseInput(script, out _, out var errors);
        return errors;
    }

    /// <summary>All that is not data: commands, variables, calls.</summary>
    private static IEnumerable<string> Code(string script) => Parser.ParseInput(script, out _, out _)
        .FindAll(ast => ast is CommandAst or VariableExpressionAst or InvokeMemberExpressionAst or ThrowStatementAst, true)
        .Select(ast => ast is CommandAst command ? $"{command.GetCommandName()}" : ast.Extent.Text)
        .Where(code => code != "$null");

    private static IEnumerable<string> Texts(string script) => Parser.ParseInput(script, out _, out _)
        .FindAll(ast => ast is StringConstantExpressionAst, true).Select(ast => ((StringConstantExpressionAst)ast).Value);

    private void AddRole(string name, string policy) => Add(
        ResourceTypes.ClusterRoles,
        new JsonObject
        {
            ["apiVersion"] = "rbac.authorization.k8s.io/v1", ["kind"] = "ClusterRole", ["metadata"] = new JsonObject { ["name"] = name },
            ["rules"] = JsonNode.Parse(
                $$"""[{"apiGroups":["policy"],"resources":["podsecuritypolicies"],"verbs":["use"],"resourceNames":["{{policy}}"]}]"""),
        }.ToJsonString());

    private void AddBinding(string name, string role, string subjects) => Add(
        ResourceTypes.ClusterRoleBindings,
        new JsonObject
        {
            ["apiVersion"] = "rbac.authorization.k8s.io/v1", ["kind"] = "ClusterRoleBinding",
            ["metadata"] = new JsonObject { ["name"] = name },
            ["roleRef"] = new JsonObject { ["apiGroup"] = "rbac.authorization.k8s.io", ["kind"] = "ClusterRole", ["name"] = role },
            ["subjects"] = JsonNode.Parse($"[{subjects}]"),
        }.ToJsonString());

    private void AddNamespace(string name, string? enforce) => Add(
        ResourceTypes.Namespaces,
        new JsonObject
        {
            ["apiVersion"] = "v1", ["kind"] = "Namespace",
            ["metadata"] = new JsonObject
            {
                ["name"] = name,
                ["labels"] = enforce is null ? [] : new JsonObject { ["pod-security.kubernetes.io/enforce"] = enforce },
            },
        }.ToJsonString());

    private void Add(ResourceType type, string manifest, Action<JsonObject>? change = null)
    {
        var body = Body(manifest);
        change?.Invoke(body);
        _module.Cluster.Add(type, body);
    }

    private static JsonObject Body(string manifest) => Manifests.ManifestBody.Read(
        Kubernetes.Serialization.ManifestReader.ReadText(
            manifest, "test", Kubernetes.Serialization.ManifestReader.Throw, CancellationToken.None).Single());
}
