using PodSecurity.Api;
using PodSecurity.Manifests;
using PodSecurity.Verdicts;

namespace PodSecurity.Core.Tests.Access;

public sealed class IdentityTests
{
    [Theory]
    [InlineData("ann", "", "system:authenticated")]
    [InlineData("ann", "dev", "dev,system:authenticated")]
    [InlineData("ann", "system:authenticated", "system:authenticated")]
    [InlineData("system:serviceaccount:a:b", "", "system:serviceaccounts,system:serviceaccounts:a,system:authenticated")]
    [InlineData("system:serviceaccount:a:b:c", "", "system:authenticated")]
    [InlineData("system:anonymous", "", "system:unauthenticated")]
    [InlineData("ann", "system:unauthenticated", "system:unauthenticated")]
    public void The_server_adds_groups(string user, string groups, string expected) =>
        Assert.Equal(expected.Split(','), PolicyIdentity.ForUser(user, groups.Split(',', StringSplitOptions.RemoveEmptyEntries)).Groups);

    [Fact]
    public void Identities_are_equal_by_value()
    {
        Assert.Equal(PolicyIdentity.ForServiceAccount("a", "b"), PolicyIdentity.ForServiceAccount("a", "b"));
        Assert.Equal(PolicyIdentity.ForServiceAccount("a", "b").GetHashCode(), PolicyIdentity.ForServiceAccount("a", "b").GetHashCode());
        Assert.NotEqual(PolicyIdentity.ForServiceAccount("a", "b"), PolicyIdentity.ForPodServiceAccount("a", "b"));
    }

    [Theory]
    [InlineData("Deployment", "apps/v1", "replicaset-controller")]
    [InlineData("Deployment", "extensions/v1beta1", "replicaset-controller")]
    [InlineData("ReplicaSet", "apps/v1", "replicaset-controller")]
    [InlineData("ReplicationController", "v1", "replication-controller")]
    [InlineData("StatefulSet", "apps/v1", "statefulset-controller")]
    [InlineData("DaemonSet", "apps/v1", "daemon-set-controller")]
    [InlineData("Job", "batch/v1", "job-controller")]
    [InlineData("CronJob", "batch/v1beta1", "job-controller")]
    [InlineData("Job", "batch.volcano.sh/v1alpha1", null)]
    [InlineData("Deployment", "v1", null)]
    [InlineData("PodTemplate", "v1", null)]
    [InlineData("Rollout", "argoproj.io/v1alpha1", null)]
    public void A_templates_pods_are_created_by_its_controller(string kind, string apiVersion, string? controller) => Assert.Equal(
        controller is null ? null : $"system:serviceaccount:kube-system:{controller}",
        ControllerIdentity.CreatorOf(WorkloadOf(kind, apiVersion), PolicyIdentity.ForUser("ann"))?.User);

    [Fact]
    public void A_pods_creator_is_its_controller_or_its_node_or_the_user()
    {
        Assert.Equal("system:serviceaccount:kube-system:replicaset-controller", Creator(new("ReplicaSet", "web-1", "u", "apps/v1")));
        Assert.Equal("system:node:n1", Creator(new("Node", "n1", "u", "v1")));
        Assert.Null(Creator(new("Job", "j", "u", "batch.volcano.sh/v1alpha1")));
        Assert.Equal("ann", Creator(null));
    }

    private static string? Creator(OwnerReference? controller) =>
        ControllerIdentity.CreatorOf(WorkloadOf("Pod", "v1", controller), PolicyIdentity.ForUser("ann"))?.User;

    private static Workload WorkloadOf(string kind, string apiVersion, OwnerReference? controller = null) => new()
    {
        Kind = kind,
        ApiVersion = apiVersion,
        Name = "w",
        Pod = new Pod(),
        PodPath = "",
        Controller = controller,
        Document = new ManifestDocument("{}"u8.ToArray(), new DocumentSource("test")),
    };
}
