using PodSecurity.Api;
using PodSecurity.Cluster;

namespace PodSecurity.Core.Tests.Cluster;

public sealed class ObjectNamesTests
{
    public static TheoryData<ResourceType, string?, string> Fit => new()
    {
        { ResourceTypes.PodSecurityPolicies, null, "eks.privileged" },
        { ResourceTypes.ClusterRoles, null, "psp:with space, and more" },
        { ResourceTypes.ClusterRoles, null, "..." },
        { ResourceTypes.Roles, "team-a", "psp:web" },
        { ResourceTypes.Namespaces, null, "team-a" },
    };

    public static TheoryData<ResourceType, string?, string> Unfit => new()
    {
        { ResourceTypes.PodSecurityPolicies, null, "" },
        { ResourceTypes.PodSecurityPolicies, null, "." },
        { ResourceTypes.PodSecurityPolicies, null, "Upper" },
        { ResourceTypes.PodSecurityPolicies, null, "a b" },
        { ResourceTypes.PodSecurityPolicies, null, new string('a', 254) },
        { ResourceTypes.PodSecurityPolicies, null, "a\n" },
        { ResourceTypes.ClusterRoles, null, ".." },
        { ResourceTypes.ClusterRoles, null, "a/b" },
        { ResourceTypes.ClusterRoles, null, "a%2fb" },
        { ResourceTypes.ClusterRoles, null, "a\nb" },
        { ResourceTypes.ClusterRoles, null, "a\u009bb" },
        { ResourceTypes.Roles, null, "a" },
        { ResourceTypes.Roles, "", "a" },
        { ResourceTypes.Roles, "..", "a" },
        { ResourceTypes.Roles, "team.a", "a" },
        { ResourceTypes.Roles, new string('a', 64), "a" },
        { ResourceTypes.Namespaces, null, "Team" },
    };

    [Theory]
    [MemberData(nameof(Fit))]
    public void What_Kubernetes_takes_is_taken(ResourceType type, string? @namespace, string name) =>
        ObjectNames.CheckWritable(type, @namespace, name);

    [Theory]
    [MemberData(nameof(Unfit))]
    public void What_Kubernetes_refuses_is_refused_in_printable_words(ResourceType type, string? @namespace, string name)
    {
        var error = Assert.Throws<ClusterException>(() => ObjectNames.CheckWritable(type, @namespace, name));
        Assert.Equal(ClusterFailure.NameInvalid, error.Failure);
        Assert.DoesNotContain(error.Message, char.IsControl);
    }
}
