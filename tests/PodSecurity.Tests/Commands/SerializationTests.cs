using System.Management.Automation;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Xml.Linq;
using PodSecurity.Api;
using PodSecurity.Api.Decoding;
using PodSecurity.Eks;
using PodSecurity.Tests.Conventions;
using PodSecurity.Tests.Hosting;

namespace PodSecurity.Tests.Commands;

/// <summary>
/// What the commands emit is the same after Export-Clixml, a job or another session, and comes back as input. PSSerializer is what those
/// use; its own default depth is the least of all.
/// </summary>
public sealed class SerializationTests : IDisposable
{
    private const string Again =
        "$serializer = [System.Management.Automation.PSSerializer]; "
        + "filter Add-Note { foreach ($name in 'PSComputerName', 'RunspaceId', 'PSShowComputerName', 'PSSourceJobInstanceId') { "
        + "$_.PSObject.Properties.Add([psnoteproperty]::new($name, 'x')) }; $_ }; "
        + "filter again { $serializer::Deserialize($serializer::Serialize($_)) }; ";

    private static readonly XDocument Types =
        XDocument.Parse(CommandCatalog.ReadRepositoryFile("src/PodSecurity/Formatting/PodSecurity.Types.ps1xml"));

    private readonly HostedModule _module = new();

    public SerializationTests()
    {
        Add(ResourceTypes.PodSecurityPolicies, EksDefault.Policy());
        Add(ResourceTypes.ClusterRoles, EksDefault.ClusterRole());
        Add(ResourceTypes.ClusterRoleBindings, EksDefault.ClusterRoleBinding());
        _module.Cluster.Add(ResourceTypes.Pods, JsonNode.Parse("""
            {"apiVersion":"v1","kind":"Pod","metadata":{"name":"agent","namespace":"two","uid":"1"},"spec":{"hostPID":true,"containers":[{"name":"c","image":"i"}]}}
            """)!.AsObject());
        _module.Run(
            $"$pod = @'\n{Samples.PlainPod}\n'@; $policy = @'\n{Samples.PlainPolicy}\n'@; $deployment = "
            + $"@'\n{Samples.PrivilegedDeployment}\n'@");
    }

    public void Dispose() => _module.Dispose();

    [Theory]
    [InlineData("$deployment | Test-PodAgainstPsp -Policy $policy -Explain", "Outcome", "Denied")]
    [InlineData("$pod | Test-PodAgainstPsp -Policy $policy", "Outcome", "Allowed")]
    [InlineData("Test-PspChange eks.privileged", "Outcome", "Rejected")]
    [InlineData("Test-PspChange eks.privileged | Get-PspCoverage", "Kind", "NewPolicy")]
    [InlineData("Get-EksDefaultPsp", "State", "Present")]
    [InlineData("Get-PspUse", "Status", "Effective")]
    [InlineData("(Get-PodSecurityPolicy | Test-PodSecurityPolicy).Warnings", "Kind", "Risk")]
    public void Outcomes_are_their_names_here_and_elsewhere(string script, string property, string expected)
    {
        var result = _module.Run($"""
            {Again}
            $live = @({script}); $dead = @($live | again)
            ($live | Where-Object {property} -eq {expected}).Count -gt 0 -or @($live | Where-Object {property} -eq {expected}).Count -gt 0
            @($live | Where-Object {property} -eq {expected}).Count -eq @($dead | Where-Object {property} -eq {expected}).Count
            $dead[0].{property} -is [string]
            """);

        Assert.Empty(result.Errors);
        Assert.Equal([true, true, true], result.Output.Select(item => item.BaseObject));
    }

    [Theory]
    [InlineData("$deployment | Test-PodAgainstPsp -Policy $policy", "$_.Violations[0].Field",
        "spec.containers[0].securityContext.privileged")]
    [InlineData("$deployment | Test-PodAgainstPsp -Policy $policy -Explain", "$_.Explanation[0].Obstacle.Policy", "plain")]
    [InlineData("$deployment | Test-PodAgainstPsp -Policy $policy", "$_.Source.Origin", "input")]
    [InlineData("Test-PspChange eks.privileged", "$_.Cluster", "memory")]
    [InlineData("Test-PspChange eks.privileged | Get-PspCoverage", "$_.NewPolicy.Spec.HostPID", "True")]
    [InlineData("Get-EksDefaultPsp", "$_.ClusterRole.Rules[0].ResourceNames[0]", "eks.privileged")]
    [InlineData("Get-PodSecurityPolicy", "$_.Spec.HostPorts[0].Max", "65535")]
    [InlineData("Get-PodSecurityPolicy", "$_.Metadata.Labels['kubernetes.io/cluster-service']", "true")]
    [InlineData("New-RestrictivePsp x -AsObject | Test-PodSecurityPolicy", "@($_.Warnings)[0].Code.Length -gt 0", "True")]
    public void What_is_within_survives(string script, string value, string expected)
    {
        var result = _module.Run($"{Again} {script} | again | ForEach-Object {{ {value} }}");

        Assert.Empty(result.Errors);
        Assert.Equal(expected, result.Output[0].ToString());
    }

    [Theory]
    [InlineData("Get-PodSecurityPolicy | again | ConvertTo-PspYaml", "Get-PodSecurityPolicy | ConvertTo-PspYaml")]
    [InlineData("(New-RestrictivePsp x -AllowedRuntimeClass gvisor -AsObject | again | ConvertTo-PspYaml)",
        "(New-RestrictivePsp x -AllowedRuntimeClass gvisor -AsObject | ConvertTo-PspYaml)")]
    [InlineData(
        "(ConvertFrom-PspYaml ($policy -replace 'volumes', 'later: { a: [1, x] }\n  volumes') | again | ConvertTo-PspYaml) -match "
        + "'later:\\s+a:\\s+- 1\\s+- x'", "$true")]
    [InlineData("($pod | Test-PodAgainstPsp -Policy (ConvertFrom-PspYaml $policy | again)).Outcome", "'Allowed'")]
    [InlineData("(Get-PodSecurityPolicy | again | Test-PodSecurityPolicy).Valid", "$true")]
    [InlineData("(Test-PspChange -Add (ConvertFrom-PspYaml $policy | again)).Outcome", "'Unchanged'")]
    [InlineData("ConvertFrom-PspYaml $policy | again | Set-PodSecurityPolicy -Confirm:$false; (Get-PodSecurityPolicy plain).Name",
        "'plain'")]
    [InlineData("Get-PodSecurityPolicy eks.privileged | again | Remove-PodSecurityPolicy -WhatIf; 1", "1")]
    [InlineData(
        "Test-PspChange eks.privileged | Get-PspCoverage | again | Grant-PspUse -PassThru -Confirm:$false -WarningAction Ignore | "
        + "ForEach-Object SubjectName", "'default'")]
    [InlineData(
        "Grant-PspUse eks.privileged -User me -ClusterWide -Confirm:$false; Get-PspUse -User me | Where-Object SubjectName -eq me | again "
        + "| Revoke-PspUse -Confirm:$false -WarningAction Ignore; @(Get-PspUse | Where-Object SubjectName -eq me).Count", "0")]
    [InlineData(
        "(Test-PspChange eks.privileged | Get-PspCoverage | again | Test-PspChange eks.privileged -Summary)[-1].Rejected",
        "(Test-PspChange eks.privileged | Get-PspCoverage | Test-PspChange eks.privileged -Summary)[-1].Rejected")]
    [InlineData(
        "(Test-PspChange eks.privileged | Get-PspCoverage | Where-Object { $true } | again | Test-PspChange eks.privileged).Outcome",
        "'PolicyChanged'")]
    [InlineData(
        "Get-PodSecurityPolicy eks.privileged | again | ForEach-Object { $_ | Add-Note } | ConvertTo-PspYaml",
        "Get-PodSecurityPolicy eks.privileged | ConvertTo-PspYaml")]
    public void What_was_exported_is_input_again(string script, string same)
    {
        var result = _module.Run($"{Again} {script}");

        Assert.Empty(result.Errors);
        Assert.Equal(Lines(_module.Run(same)), Lines(result));
    }

    [Fact]
    public void A_proposal_that_has_lost_its_policy_is_an_error_and_no_plan()
    {
        var result = _module.Run(
            $"{Again} Test-PspChange eks.privileged | Get-PspCoverage | again | ForEach-Object {{ $_.NewPolicy = 'default'; $_ }} | "
            + "Test-PspChange eks.privileged");

        Assert.StartsWith("InputObjectNotSupported,", Assert.Single(result.Errors).FullyQualifiedErrorId, StringComparison.Ordinal);
        Assert.Equal("Rejected", ((PspChangeResult)Assert.Single(result.Output).BaseObject).Outcome);
    }

    [Fact]
    public void Results_that_were_exported_have_lost_their_pods_and_it_is_said_so()
    {
        var error = Assert.Single(_module.Run($"{Again} Test-PspChange eks.privileged | again | Get-PspCoverage").Errors);

        Assert.StartsWith("NoChangeResult,", error.FullyQualifiedErrorId, StringComparison.Ordinal);
        Assert.Contains("has lost the pod", error.Exception.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("$deployment, $pod | Test-PodAgainstPsp -Policy $policy -Explain")]
    [InlineData("($deployment | Test-PodAgainstPsp -Policy $policy -Explain).Explanation")]
    [InlineData("$deployment, $pod | Test-PodSecurityStandard -Explain")]
    [InlineData("($deployment | Test-PodSecurityStandard -Explain).Violations")]
    [InlineData("$deployment | Test-PodSecurityStandard -ByLabel")]
    [InlineData("Get-PodSecurityLabel")]
    [InlineData("Test-PspChange eks.privileged")]
    [InlineData("Test-PspChange eks.privileged -Summary | Where-Object { $null -ne $_.IsSafe }")]
    [InlineData("Test-PspChange eks.privileged | Get-PspCoverage")]
    [InlineData("Get-EksDefaultPsp")]
    [InlineData("Get-PspUse")]
    [InlineData("Test-PspUse eks.privileged -User me")]
    [InlineData("ConvertFrom-PspYaml $policy")]
    [InlineData("Get-PodSecurityPolicy | Test-PodSecurityPolicy")]
    [InlineData("$policy | ConvertTo-PodSecurityStandard")]
    [InlineData("$policy | ConvertTo-AdmissionPolicy")]
    [InlineData("Compare-PodSecurityPolicy $policy (New-RestrictivePsp other -AsObject)")]
    [InlineData("(Compare-PodSecurityPolicy $policy (New-RestrictivePsp other -AsObject)).Differences")]
    [InlineData("Merge-PodSecurityPolicy $policy, (New-RestrictivePsp other -AsObject) -Name both")]
    [InlineData("$null = New-RestrictivePsp other -Confirm:$false; Get-PspMutation")]
    [InlineData("Get-PspMigrationPlan")]
    public void Views_show_the_same_of_what_was_exported(string script)
    {
        _module.Cluster.Add(ResourceTypes.Namespaces, JsonNode.Parse("""
            {"apiVersion":"v1","kind":"Namespace","metadata":{"name":"shop","labels":{"pod-security.kubernetes.io/enforce":"baselin"}}}
            """)!.AsObject());

        var result = _module.Run($"{Again} {script} | ForEach-Object {{ $_, ($_ | again) }}");

        Assert.Empty(result.Errors);
        Assert.NotEmpty(result.Output);
        foreach (var pair in result.Output.Chunk(2))
        {
            var type = pair[0].BaseObject.GetType().FullName!;
            Assert.Equal($"Deserialized.{type}", pair[1].TypeNames[0]);
            Assert.NotEmpty(Texts(type, pair[0]));
            Assert.Equal(Texts(type, pair[0]), Texts(type, pair[1]));
        }
    }

    [Theory]
    [InlineData("$deployment | Test-PodAgainstPsp -Policy $policy")]
    [InlineData("Test-PspChange eks.privileged")]
    [InlineData("Get-PodSecurityPolicy")]
    [InlineData("$policy | Test-PodSecurityPolicy")]
    public void All_that_is_seen_is_written_and_nothing_else(string script)
    {
        var result = _module.Run($"{Again} {script} | ForEach-Object {{ $_; $_ | again }}");

        Assert.Equal(Names(result.Output[0]), Names(result.Output[1]));
    }

    [Fact]
    public void Json_has_names_and_whole_numbers()
    {
        var violation = Assert.IsType<PspTestResult>(
            Assert.Single(_module.Run("$deployment | Test-PodAgainstPsp -Policy $policy").Output).BaseObject);
        var pod = _module.Run("($pod | Test-PodAgainstPsp -Policy $policy).AdmittedPod.spec.terminationGracePeriodSeconds").Output;

        Assert.Contains("\"Outcome\":\"Denied\"", JsonSerializer.Serialize(violation), StringComparison.Ordinal);
        Assert.IsType<long>(Assert.Single(pod).BaseObject);
    }

    [Theory]
    [InlineData("$deployment | Test-PodAgainstPsp -Policy $policy -Explain")]
    [InlineData("Test-PspChange eks.privileged")]
    [InlineData("Test-PspChange eks.privileged | Get-PspCoverage")]
    [InlineData("Get-EksDefaultPsp")]
    [InlineData("Get-PspUse")]
    [InlineData("Test-PspUse eks.privileged -User me")]
    [InlineData("$policy | Test-PodSecurityPolicy")]
    [InlineData("(Get-PodSecurityPolicy).Spec")]
    [InlineData("(Get-PodSecurityPolicy).Metadata")]
    public void As_text_a_value_says_what_it_is(string script)
    {
        var result = _module.Run(
            $"{script} | ForEach-Object {{ $_.PSObject.Properties }} "
            + "| ForEach-Object { if ($null -ne $_.Value) { $_.Value.ToString() } }");

        Assert.Empty(result.Errors);
        Assert.All(result.Output, text => Assert.DoesNotMatch(@"^(System|PodSecurity)\.", text.ToString()));
    }

    private static IEnumerable<string> Names(PSObject item) =>
        item.Properties.Select(property => property.Name).Order(StringComparer.Ordinal);

    // Maps have no order.
    private static IEnumerable<string> Lines(ScriptResult result) =>
        result.Output.SelectMany(item => item.ToString().Split('\n')).Order(StringComparer.Ordinal);

    private void Add<T>(ResourceType type, T value) =>
        _module.Cluster.Add(type, JsonSerializer.SerializeToNode(value, KubernetesJson.Default.GetTypeInfo(typeof(T)))!.AsObject());

    /// <summary>What the hidden members say that feed tables and lists.</summary>
    private static List<string> Texts(string type, PSObject item) =>
    [
        .. Types.Descendants("Type").Single(element => element.Element("Name")!.Value == type).Descendants("CodeProperty")
            .Where(member => (bool?)member.Attribute("IsHidden") is true).Select(member => member.Element("Name")!.Value)
            .Select(name => $"{name}: {item.Members[name].Value}"),
    ];
}
