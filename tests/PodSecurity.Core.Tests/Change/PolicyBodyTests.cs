using System.Text;
using PodSecurity.Change;
using PodSecurity.Manifests;
using PodSecurity.Cluster;

namespace PodSecurity.Core.Tests.Change;

public sealed class PolicyBodyTests
{
    private const string Stored = """
        {"apiVersion":"policy/v1beta1","kind":"PodSecurityPolicy","metadata":{"name":"web","resourceVersion":"7"},
         "spec":{"allowPrivilegeEscalation":true,"volumes":["secret"]}}
        """;

    private const string Labelled = """
        {"apiVersion":"policy/v1beta1","kind":"PodSecurityPolicy",
         "metadata":{"name":"web","resourceVersion":"7","uid":"u","labels":{"a":"1","b":"2"},"annotations":{"x":"y"},"finalizers":["f"]},
         "spec":{"allowPrivilegeEscalation":true,"volumes":["secret"]}}
        """;

    [Fact]
    public void A_policy_that_says_the_same_but_for_the_servers_defaults_is_left_alone() =>
        Assert.Equal(ChangeAction.None, ChangeTo("secret").Action);

    [Fact]
    public void A_change_shows_only_what_really_differs()
    {
        var change = ChangeTo("*");

        Assert.Equal(ChangeAction.Replace, change.Action);
        var difference = Assert.Single(FieldDifference.Between(change.Before!, change.After!));
        Assert.Equal("spec.volumes", difference.Path);
    }

    [Fact]
    public void What_a_file_does_not_mention_of_the_metadata_stays()
    {
        var wanted =
            new PodSecurityPolicy { Metadata = { Name = "web", Labels = { ["a"] = "new", ["c"] = "3" } }, Spec = { Volumes = ["*"] } };

        var metadata = PolicyBody.Change(Document(Labelled), wanted).After!["metadata"]!;

        Assert.Equal(
            """{"name":"web","labels":{"a":"new","c":"3","b":"2"},"annotations":{"x":"y"},"finalizers":["f"]}""", metadata.ToJsonString());
    }

    [Fact]
    public void What_was_read_replaces_what_was_read()
    {
        var wanted = new PodSecurityPolicy { Metadata = { Name = "web", ResourceVersion = "7" }, Spec = { Volumes = ["*"] } };

        Assert.Equal("""{"name":"web"}""", PolicyBody.Change(Document(Labelled), wanted).After!["metadata"]!.ToJsonString());
    }

    [Theory]
    [InlineData(Labelled, "6")]
    [InlineData(null, "7")]
    public void What_was_changed_or_deleted_since_it_was_read_needs_force(string? stored, string version)
    {
        var wanted = new PodSecurityPolicy { Metadata = { Name = "web", ResourceVersion = version }, Spec = { Volumes = ["*"] } };
        var current = stored is null ? null : Document(stored);

        Assert.Equal(ClusterFailure.Conflict, Assert.Throws<ClusterException>(() => PolicyBody.Change(current, wanted)).Failure);
        Assert.NotEqual(ChangeAction.None, PolicyBody.Change(current, wanted, force: true).Action);
    }

    private static ManifestDocument Document(string json) => new(Encoding.UTF8.GetBytes(json), new DocumentSource("cluster test"));

    private static ObjectChange ChangeTo(string volume)
    {
        var wanted = new PodSecurityPolicy { Metadata = { Name = "web" }, Spec = { Volumes = [volume] } };
        return PolicyBody.Change(Document(Stored), wanted);
    }
}
