using PodSecurity.Api;
using PodSecurity.Standards;

namespace PodSecurity.Core.Tests.Standards;

/// <summary>What the server of Kubernetes 1.37 makes of an object before it is judged.</summary>
public sealed class ServerPreparationTests
{
    private const string AppArmor = "container.apparmor.security.beta.kubernetes.io/";

    [Fact]
    public void A_volume_without_a_source_is_an_emptyDir() =>
        Assert.Empty(Details(Pod("""{"volumes":[{"name":"v"},{"name":"w","hostPath":null}],"containers":[]}""")));

    [Fact]
    public void Ports_of_host_network_pods_are_host_ports() => Assert.Equal(
        ["hostNetwork=true", "containers \"i\", \"a\" use hostPorts 80, 81, 90"],
        Details(Pod("""
            {"hostNetwork":true,"initContainers":[{"name":"i","ports":[{"containerPort":90}]}],
             "containers":[{"name":"a","ports":[{"containerPort":80},{"containerPort":82,"hostPort":81}]}]}
            """)));

    [Fact]
    public void Ports_of_templates_are_not() => Assert.Equal(
        ["hostNetwork=true"], Details(Template("""{"hostNetwork":true,"containers":[{"name":"a","ports":[{"containerPort":80}]}]}""")));

    [Theory]
    [InlineData("unconfined", "{}", "container \"a\" and annotation must not set AppArmor profile type to \"Unconfined\", ")]
    [InlineData(
        "unconfined",
        """{"appArmorProfile":{"type":"Unconfined"}}""",
        "pod and annotation must not set AppArmor profile type to \"Unconfined\", ")]
    [InlineData("odd", "{}", "annotation must not set AppArmor profile type to ")]
    public void AppArmor_annotations_of_pods_are_fields_too(string profile, string context, string start)
    {
        var pod = Pod($$"""{"securityContext":{{context}},"containers":[{"name":"a"}]}""", $$"""{"{{AppArmor}}a":"{{profile}}"}""");
        Assert.Equal([$"{start}\"{AppArmor}a=\"{profile}\"\""], Details(pod));
    }

    [Fact]
    public void AppArmor_annotations_of_templates_stay_annotations() => Assert.Equal(
        [$"annotation must not set AppArmor profile type to \"{AppArmor}a=\"unconfined\"\""],
        Details(Template("""{"containers":[{"name":"a"}]}""", $$"""{"{{AppArmor}}a":"unconfined"}""")));

    [Fact]
    public void The_field_wins_over_the_annotation() => Assert.Equal(
        [$"annotation must not set AppArmor profile type to \"{AppArmor}a=\"unconfined\"\""],
        Details(Pod(
            """{"containers":[{"name":"a","securityContext":{"appArmorProfile":{"type":"RuntimeDefault"}}}]}""",
            $$"""{"{{AppArmor}}a":"unconfined"}""")));

    private static IEnumerable<string> Details(Workload workload) => StandardReview.OfServed(workload)
        .Violations(PodSecurityLevel.Baseline, PodSecurityVersion.Latest).Select(violation => violation.Detail);

    private static Workload Pod(string spec, string annotations = "{}") => Documents.Decode(
        $$"""{"apiVersion":"v1","kind":"Pod","metadata":{"name":"p","annotations":{{annotations}}},"spec":{{spec}}}""");

    private static Workload Template(string spec, string annotations = "{}")
    {
        var template = $$"""{"metadata":{"annotations":{{annotations}}},"spec":{{spec}}}""";
        return Documents.Decode(
            """{"apiVersion":"apps/v1","kind":"Deployment","metadata":{"name":"d"},"spec":{"template":""" + template + "}}");
    }
}
