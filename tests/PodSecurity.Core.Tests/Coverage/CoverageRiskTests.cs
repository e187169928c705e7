using System.Text;
using PodSecurity.Api;
using PodSecurity.Api.Decoding;
using PodSecurity.Coverage;
using PodSecurity.Eks;
using PodSecurity.Impact;
using PodSecurity.Verdicts;

namespace PodSecurity.Core.Tests.Coverage;

/// <summary>What a proposal says of the dangers that it brings.</summary>
public sealed class CoverageRiskTests
{
    private static readonly PolicyState WithDefault = new(
        [EksDefault.Policy()], [EksDefault.ClusterRole()], [EksDefault.ClusterRoleBinding()]);

    [Fact]
    public void A_danger_is_named_with_who_asks_for_it_and_who_should_leave()
    {
        var cover = Propose(Deployment("web", 3, "{}"), Deployment("old", 0, """{"privileged":true}"""));

        var risk = Assert.Single(cover.Risk, risk => risk.Code == "PrivilegedContainers");
        Assert.Equal(("spec.privileged", "Deployment/old"), (risk.Field, Assert.Single(risk.Workloads)));
        Assert.Equal(["Deployment/old"], cover.ScaledToZero);
        Assert.StartsWith(
            "Give Deployment/old (scaled to zero) a service account of its own, or remove it", cover.Advice, StringComparison.Ordinal);
        Assert.Contains("PrivilegedContainers", cover.Advice, StringComparison.Ordinal);
        Assert.Contains(cover.Warnings, warning => warning.Code == "PrivilegedContainers");
    }

    [Fact]
    public void Where_all_ask_for_it_there_is_no_advice()
    {
        var cover = Propose(Deployment("one", 1, """{"privileged":true}"""), Deployment("two", 1, """{"privileged":true}"""));
        Assert.Equal(
            ["Deployment/one", "Deployment/two"], Assert.Single(cover.Risk, risk => risk.Code == "PrivilegedContainers").Workloads);
        Assert.Null(cover.Advice);
    }

    [Fact]
    public void Where_each_asks_for_something_else_each_should_leave()
    {
        var cover = Propose(
            Deployment("one", 1, """{"capabilities":{"add":["SYS_ADMIN"]}}"""), Deployment(
                "two", 1, """{"capabilities":{"add":["SYS_PTRACE"]}}"""));
        Assert.Equal(2, cover.Risk.Count(risk => risk.Code == "DangerousCapability"));
        Assert.StartsWith(
            "Give each of Deployment/one, Deployment/two a service account of its own", cover.Advice, StringComparison.Ordinal);
    }

    [Fact]
    public void Harmless_workloads_bring_no_danger_but_that_they_may_run_as_root()
    {
        var cover = Propose(Deployment("web", 1, """{"allowPrivilegeEscalation":false}"""));
        Assert.Equal(["AnyUser"], cover.Risk.Select(risk => risk.Code));
        Assert.Null(cover.Advice);
        Assert.Equal("Grant-PspUse team-default -ServiceAccount team:default -Namespace team", cover.Command);
    }

    [Fact]
    public void What_a_pod_drops_as_all_is_not_demanded_of_others_under_this_name()
    {
        var cover = Propose(Deployment("dns", 1, """{"capabilities":{"add":["NET_BIND_SERVICE"],"drop":["all"]}}"""));
        Assert.Empty(cover.NewPolicy!.Spec.RequiredDropCapabilities ?? []);
        Assert.DoesNotContain(cover.Warnings, warning => warning.Code == "CapabilityName");
    }

    private static PspCoverage Propose(params Workload[] workloads)
    {
        var analysis = new ImpactAnalysis(WithDefault, new([], [], []), new());
        var planner = new CoveragePlanner();
        foreach (var workload in workloads)
        {
            planner.Add(analysis.OfTemplate(workload)!);
        }
        return Assert.Single(planner.Proposals());
    }

    private static Workload Deployment(string name, int replicas, string context) =>
        WorkloadDecoder.Decode(new(Encoding.UTF8.GetBytes($$$$"""
        {"kind":"Deployment","apiVersion":"apps/v1","metadata":{"name":"{{{{name}}}}","namespace":"team","uid":"{{{{name}}}}"},
         "spec":{"replicas":{{{{replicas}}}},"template":{"spec":{"containers":[{"name":"c","image":"i","securityContext":{{{{context}}}} } ] } } } }
        """), new("test")))!;
}
