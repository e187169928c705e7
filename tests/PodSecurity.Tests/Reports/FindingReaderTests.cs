using System.Management.Automation;
using System.Text.Json;
using System.Text.Json.Nodes;
using PodSecurity.Api;
using PodSecurity.Api.Decoding;
using PodSecurity.Eks;
using PodSecurity.Reports;
using PodSecurity.Reports.Reading;
using PodSecurity.Tests.Hosting;

namespace PodSecurity.Tests.Reports;

/// <summary>Every verdict is understood, and says the same when it comes back from a file.</summary>
public sealed class FindingReaderTests : IDisposable
{
    private const string Pods = """
        $pods = @'
        {"apiVersion":"v1","kind":"List","items":[
        {"apiVersion":"v1","kind":"Pod","metadata":{"name":"bad","namespace":"n"},"spec":{"hostPID":true,"containers":[{"name":"c","image":"i"}]}},
        {"apiVersion":"v1","kind":"Pod","metadata":{"name":"plain","namespace":"n"},"spec":{"containers":[{"name":"c","image":"i"}]}},
        {"apiVersion":"v1","kind":"Namespace","metadata":{"name":"n","labels":{"pod-security.kubernetes.io/enforce":"baseline","pod-security.kubernetes.io/warn":"restricted"}}}]}
        '@
        $policy = New-RestrictivePsp web -AsObject

        """;

    private readonly HostedModule _module = new();

    public FindingReaderTests()
    {
        Add(ResourceTypes.PodSecurityPolicies, EksDefault.Policy());
        Add(ResourceTypes.ClusterRoles, EksDefault.ClusterRole());
        Add(ResourceTypes.ClusterRoleBindings, EksDefault.ClusterRoleBinding());
        _module.Cluster.Add(ResourceTypes.Pods, JsonNode.Parse("""
            {"apiVersion":"v1","kind":"Pod","metadata":{"name":"agent","namespace":"two","uid":"1"},"spec":{"hostPID":true,"containers":[{"name":"c","image":"i"}]}}
            """)!.AsObject());
        _module.Cluster.Add(ResourceTypes.Namespaces, JsonNode.Parse("""
            {"apiVersion":"v1","kind":"Namespace","metadata":{"name":"two","labels":{"pod-security.kubernetes.io/enforce":"hgih"}}}
            """)!.AsObject());
        Assert.Empty(_module.Run(Pods).Errors);
    }

    public void Dispose() => _module.Dispose();

    [Theory]
    [InlineData("$pods | Test-PodAgainstPsp -Policy $policy -Explain", "Error Denied psp/hostPID;Pass Allowed by web ")]
    [InlineData("$pods | Test-PodSecurityStandard -Level baseline -Explain",
        "Error violates baseline pss/hostNamespaces;Pass meets baseline ")]
    [InlineData("$pods | Test-PodSecurityStandard", "Warning meets privileged pss/hostNamespaces;"
        + "Note meets baseline pss/allowPrivilegeEscalation,pss/capabilities_restricted,pss/runAsNonRoot,pss/seccompProfile_restricted")]
    [InlineData("$pods | Test-PodSecurityStandard -ByLabel", "Error Refused pss/refused;Warning Allowed pss/warning")]
    [InlineData("Test-PspChange -Remove eks.privileged", "Error Rejected psp/refused")]
    [InlineData("Test-PspChange -Remove eks.privileged | Get-PspCoverage", "Warning NewPolicy coverage,coverage/HostPID,coverage/AnyUser")]
    [InlineData("Get-PodSecurityLabel", "Warning enforce restricted:latest label")]
    [InlineData("$policy | Test-PodSecurityPolicy", null)]
    public void Says_the_same_live_and_from_files(string script, string? expected)
    {
        var result = _module.Run(script);
        Assert.Empty(result.Errors);
        var live = Read(result.Output);

        Assert.NotEmpty(live);
        Assert.Equal(live, Read(result.Output.Select(item => PSSerializer.Deserialize(PSSerializer.Serialize(item)))));
        Assert.Equal(live, Read(result.Output.Select(FromJson)));
        if (expected is not null)
        {
            Assert.Equal(expected.Split(';'), result.Output.Select(item => Short(Reader.Read(item)!)));
        }
    }

    [Fact]
    public void Every_violation_has_a_rule_that_is_known_and_a_fix()
    {
        var results = _module.Run(
            "$pods | Test-PodAgainstPsp -Policy $policy; $pods | Test-PodSecurityStandard; $pods | Test-PodSecurityStandard "
            + "-ByLabel").Output;
        var violations = results.SelectMany(item => Reader.Read(item)!.Violations).ToList();

        Assert.NotEmpty(violations);
        Assert.All(violations, violation => Assert.NotEmpty(violation.Fix!));
        Assert.All(violations, violation => Assert.NotEqual(violation.Rule.Split('/')[^1], RuleCatalog.Find(violation.Rule).Title));
    }

    /// <summary>Kubernetes 1.37 has these checks in all levels and versions together.</summary>
    [Theory]
    [InlineData("allowPrivilegeEscalation")]
    [InlineData("appArmorProfile")]
    [InlineData("capabilities_baseline")]
    [InlineData("capabilities_restricted")]
    [InlineData("hostNamespaces")]
    [InlineData("hostPathVolumes")]
    [InlineData("hostPorts")]
    [InlineData("hostProbesAndHostLifecycle")]
    [InlineData("privileged")]
    [InlineData("procMount")]
    [InlineData("procMount_restricted")]
    [InlineData("restrictedVolumes")]
    [InlineData("runAsNonRoot")]
    [InlineData("runAsUser")]
    [InlineData("seLinuxOptions")]
    [InlineData("seccompProfile_baseline")]
    [InlineData("seccompProfile_restricted")]
    [InlineData("sysctls")]
    [InlineData("windowsHostProcess")]
    public void Every_check_of_the_standards_has_a_rule_with_a_fix(string check) => Assert.NotNull(RuleCatalog.FixFor($"pss/{check}"));

    [Fact]
    public void A_fix_that_was_asked_for_is_the_one_for_this_pod()
    {
        var finding = Reader.Read(_module.Run("$pods | Test-PodSecurityStandard -Level restricted -Explain").Output[0])!;

        Assert.Contains(finding.Violations, violation => violation.Fix!.Contains("hostPID", StringComparison.Ordinal));
        Assert.Contains("In the pod: ", Reader.Read(_module.Run("$pods | Test-PodAgainstPsp -Policy $policy -Explain").Output[0])!
            .Violations[0].Fix, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("spec.containers[0].securityContext.privileged", "psp/privileged")]
    [InlineData("spec.containers[0].securityContext.allowPrivilegeEscalation", "psp/allowPrivilegeEscalation")]
    [InlineData("spec.initContainers[1].hostPort", "psp/hostPorts")]
    [InlineData("spec.volumes[2].hostPath.pathPrefix", "psp/hostPath")]
    [InlineData("spec.volumes[2].driver", "psp/flexVolume")]
    [InlineData("spec.volumes[2].csi.driver", "psp/csiDriver")]
    [InlineData("spec.volumes[2]", "psp/volumes")]
    [InlineData("pod.metadata.annotations[container.apparmor.security.beta.kubernetes.io/c]", "psp/appArmor")]
    [InlineData("pod.metadata.annotations[seccomp.security.alpha.kubernetes.io/pod]", "psp/seccomp")]
    [InlineData("pod.spec.securityContext.sysctls[0]", "psp/sysctls")]
    [InlineData("spec.securityContext.seLinuxOptions.level", "psp/seLinux")]
    [InlineData("something.else", "psp/refused")]
    public void A_field_has_the_rule_of_its_strategy(string field, string rule) => Assert.Equal(rule, PolicyRuleNames.Of(field));

    [Theory]
    [InlineData("/work/here/a/b.yaml", 3, "a/b.yaml:3")]
    [InlineData("./a.yaml", null, "a.yaml")]
    [InlineData("/elsewhere/a.yaml", 1, "/elsewhere/a.yaml:1")]
    [InlineData("cluster prod", null, "")]
    [InlineData("input", 4, "")]
    public void A_source_is_a_file_relative_to_here_or_none(string origin, int? line, string expected)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "The paths are those of Unix.");
        var (file, number) = SourcePlace.Of(new(new DocumentSource(origin, line)), "/work/here");

        Assert.Equal(expected, file is null ? "" : number is null ? file : $"{file}:{number}");
        Assert.Equal((file, number), SourcePlace.Of(new(new DocumentSource(origin, line).ToString()), "/work/here"));
    }

    private static FindingReader Reader { get; } = new("/work/here");

    private static List<string> Read(IEnumerable<object> results) =>
        [.. results.Select(result => JsonSerializer.Serialize(Reader.Read(result), FindingJson.Options))];

    private static string Short(Finding finding) =>
        $"{finding.Level} {finding.Verdict} {string.Join(',', finding.Violations.Select(violation => violation.Rule))}";

    /// <summary>As ConvertTo-Json and ConvertFrom-Json leave it.</summary>
    private static PSObject FromJson(PSObject live) =>
        (PSObject)Value(JsonSerializer.SerializeToNode(live.BaseObject, live.BaseObject.GetType()))!;

    private static object? Value(JsonNode? json)
    {
        switch (json)
        {
            case JsonObject map:
                var result = new PSObject();
                foreach (var (name, value) in map)
                {
                    result.Properties.Add(new PSNoteProperty(name, Value(value)));
                }
                return result;
            case JsonArray list: return list.Select(Value).ToArray();
            case JsonValue value when value.TryGetValue(out bool flag): return flag;
            case JsonValue value when value.TryGetValue(out long number): return number;
            default: return (string?)json;
        }
    }

    private void Add<T>(ResourceType type, T value) => _module.Cluster.Add(
        type, JsonSerializer.SerializeToNode(value, KubernetesJson.Default.GetTypeInfo(typeof(T)))!.AsObject());
}
