using System.Text.Json.Nodes;
using PodSecurity.Api;
using PodSecurity.Conversion;
using PodSecurity.Core.Tests.Admission;
using PodSecurity.Verdicts;

namespace PodSecurity.Core.Tests.Conversion;

/// <summary>Engines without an authorizer: the grants are written down, and give the same answers as long as they stay.</summary>
public sealed class ResolvedGrantsTests(ITestOutputHelper output)
{
    [Theory]
    [InlineData(AdmissionPolicyEngine.Kyverno)]
    [InlineData(AdmissionPolicyEngine.Gatekeeper)]
    public void Pods_are_admitted_as_where_the_authorizer_is_asked(AdmissionPolicyEngine engine)
    {
        var (cel, count, differences) = (new CelEngine(), 0, new List<string>());
        foreach (var item in ConformanceCase.ReadAll().Where(item => item.Id % 5 == 0))
        {
            if (Conversions.Of(item, new() { Engine = engine, Grants = Grants(item) }) is not { } resolved)
            {
                continue;
            }
            count++;
            var request = new AdmissionRequest(TodaysPod.Of(item), item.Authorizer())
            {
                UserInfo = new() { ["username"] = "jane", ["groups"] = new JsonArray("devs", "system:authenticated") },
            };
            var asked = new AdmissionServer(Conversions.Of(item, new())!, cel).Refusal(request);
            var written = new AdmissionServer(resolved, cel).Refusal(request);
            if (asked is null != written is null)
            {
                differences.Add($"{item.Id}: asked {asked}, written {written}");
            }
        }
        output.WriteLine($"{count - differences.Count} of {count} agree.");
        Assert.True(differences.Count == 0, string.Join("\n", differences.Take(10)));
    }

    [Fact]
    public void Only_usable_policies_are_in_the_refusal()
    {
        var policies = new[] { Given.Policy("""{"hostPID": false}""", name: "a"), Given.Policy("""{"hostIPC": false}""", name: "b") };
        var conversion = AdmissionPolicyConverter.Convert(
            policies, new() { Engine = AdmissionPolicyEngine.Kyverno, Grants = State([Grant("a", RbacSubject.ForGroup("devs"), null)]) });

        var refusal = new AdmissionServer(conversion, new CelEngine()).Refusal(
            new(HostPod(), _ => false) { UserInfo = new() { ["username"] = "jane", ["groups"] = new JsonArray("devs") } });

        Assert.Equal("PodSecurityPolicy: unable to admit pod: [a: spec.hostPID: Host PID is not allowed to be used]", refusal);
    }

    [Fact]
    public void Nobody_may_use_anything_gives_the_empty_list_of_PSP()
    {
        var conversion = AdmissionPolicyConverter.Convert(
            [Given.Policy()], new() { Engine = AdmissionPolicyEngine.Gatekeeper, Grants = State([]) });

        Assert.Equal(
            "PodSecurityPolicy: unable to admit pod: []", new AdmissionServer(conversion, new CelEngine()).Refusal(
                new(HostPod(), _ => false)));
        Assert.Contains(conversion.Losses, loss => loss.Policy == "psp" && loss.Field == "use");
    }

    private static JsonObject HostPod() => JsonNode.Parse("""
        {
          "metadata": {"name": "web"},
          "spec": {"hostPID": true, "hostIPC": true, "serviceAccountName": "web", "containers": [{"name": "c"}]}
        }
        """)!.AsObject();

    /// <summary>Each authorized policy is granted in one of four ways; the others where this pod is not.</summary>
    private static PolicyState Grants(ConformanceCase item) => State(item.Policies.Select(policy =>
    {
        var account = item.Workload.Pod.ServiceAccountName;
        return !item.Authorized.Contains(policy.Name)
            ? Grant(policy.Name, RbacSubject.ForGroup("system:authenticated"), "team-b")
            : (item.Id / 5 % 4, account) switch
            {
                (0, _) => Grant(policy.Name, RbacSubject.ForUser("jane"), null),
                (1, not null) => Grant(policy.Name, RbacSubject.ForServiceAccount("team-a", account), "team-a"),
                (2, not null) => Grant(policy.Name, RbacSubject.ForGroup("system:serviceaccounts:team-a"), "team-a"),
                _ => Grant(policy.Name, RbacSubject.ForGroup("devs"), "team-a"),
            };
    }));

    private static PolicyState State(IEnumerable<(RbacRole Role, RbacBinding Binding)> grants)
    {
        var all = grants.ToList();
        return new([], [.. all.Select(grant => grant.Role)], [.. all.Select(grant => grant.Binding)]);
    }

    private static (RbacRole, RbacBinding) Grant(string policy, RbacSubject subject, string? @namespace)
    {
        var name = $"use-{policy}";
        return (
            Rbac.ClusterRole(name, Rbac.Use(policy)),
            @namespace is null ? Rbac.Everywhere(name, name, subject) : Rbac.In(@namespace, name, "ClusterRole", name, subject));
    }
}
