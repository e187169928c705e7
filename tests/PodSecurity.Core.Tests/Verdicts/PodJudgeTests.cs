using PodSecurity.Api;
using PodSecurity.Verdicts;
using static PodSecurity.Testing.Clusters.Rbac;

namespace PodSecurity.Core.Tests.Verdicts;

/// <summary>Which of the two identities of a pod's creation may use a policy.</summary>
public sealed class PodJudgeTests
{
    private static readonly PolicyIdentity Ann = PolicyIdentity.ForUser("ann");
    private static readonly PolicyIdentity Anonymous = PolicyIdentity.ForUser("system:anonymous");
    private static readonly Pod Default = new();
    private static readonly Pod Web = new() { ServiceAccountName = "web" };
    private static readonly Pod Mirror = new() { Annotations = new Dictionary<string, string> { ["kubernetes.io/config.mirror"] = "x" } };

    public static TheoryData<string, RbacSubject, Pod, PolicyIdentity?, bool> Cases => new()
    {
        { "the requester", User("ann"), Web, Ann, true },
        { "another user", User("bob"), Web, Ann, false },
        { "the service account", Account("team-a", "web"), Web, Ann, true },
        { "another service account", Account("team-a", "db"), Web, Ann, false },
        { "the service account that the server fills in", Account("team-a", "default"), Default, Ann, true },
        { "a service account's group", Group("system:serviceaccounts:team-a"), Web, Ann, true },
        { "everybody who is authenticated: the requester", Group("system:authenticated"), Web, Ann, true },
        { "a service account has not logged in", Group("system:authenticated"), Web, Anonymous, false },
        { "an unknown requester is authenticated", Group("system:authenticated"), Web, null, true },
        { "an unknown requester is nobody else", User("ann"), Web, null, false },
        { "a mirror pod has no service account", Group("system:serviceaccounts"), Mirror, ControllerIdentity.OfNode("n1"), false },
        { "a mirror pod comes from its node", Group("system:nodes"), Mirror, ControllerIdentity.OfNode("n1"), true },
    };

    [Theory]
    [MemberData(nameof(Cases))]
    public void Requester_or_service_account(string what, RbacSubject subject, Pod pod, PolicyIdentity? requester, bool usable)
    {
        PodSecurityPolicy open = new() { Metadata = new() { Name = "open" }, Spec = Open() };
        var judge = new PodJudge(new([open], [ClusterRole("r", Use("open"))], [Everywhere("b", "r", subject)]));

        Assert.True(usable == (judge.Judge(pod, requester, "team-a").Outcome == AdmissionOutcome.Allowed), what);
    }

    private static PodSecurityPolicySpec Open() => new()
    {
        Volumes = ["*"],
        SELinux = new() { Rule = "RunAsAny" },
        RunAsUser = new() { Rule = "RunAsAny" },
        SupplementalGroups = new() { Rule = "RunAsAny" },
        FSGroup = new() { Rule = "RunAsAny" },
    };
}
