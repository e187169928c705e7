using System.Text;
using PodSecurity.Change;
using PodSecurity.Manifests;

namespace PodSecurity.Core.Tests.Change;

public sealed class PolicyBodyTests
{
    private const string Stored = """
        {"apiVersion":"policy/v1beta1","kind":"PodSecurityPolicy","metadata":{"name":"web","resourceVersion":"7"},
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

    private static ObjectChange ChangeTo(string volume)
    {
        var wanted = new PodSecurityPolicy { Metadata = { Name = "web" }, Spec = { Volumes = [volume] } };
        return PolicyBody.Change(new ManifestDocument(Encoding.UTF8.GetBytes(Stored), new DocumentSource("cluster test")), wanted);
    }
}
