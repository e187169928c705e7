namespace PodSecurity.Core.Tests.Standards;

public sealed class AppArmorProfileCheckTests
{
    [Theory]
    [InlineData(
        """{"containers":[{"name":"a"}]}""",
        """{"container.apparmor.security.beta.kubernetes.io/a":"runtime/default","container.apparmor.security.beta.kubernetes.io/b":"localhost/x","container.apparmor.security.beta.kubernetes.io/c":""}""",
        null)]
    [InlineData(
        """{"securityContext":{"appArmorProfile":{"type":"RuntimeDefault"}},"containers":[{"name":"a","securityContext":{"appArmorProfile":{"type":"Localhost"}}}]}""",
        """{}""",
        null)]
    [InlineData(
        """{"containers":[{"name":"a"}]}""",
        """{"container.apparmor.security.beta.kubernetes.io/x":"un\"confined"}""",
        "annotation must not set AppArmor profile type to \"container.apparmor.security.beta.kubernetes.io/x=\"un\\\"confined\"\"")]
    [InlineData(
        """{"securityContext":{"appArmorProfile":{"type":"Unconfined"}},"containers":[{"name":"a","securityContext":{"appArmorProfile":{"type":""}}}]}""",
        """{"container.apparmor.security.beta.kubernetes.io/a":"unconfined","container.apparmor.security.beta.kubernetes.io/b":"x"}""",
        "pod and container \"a\" and annotations must not set AppArmor profile type to \"\", \"Unconfined\", "
        + "\"container.apparmor.security.beta.kubernetes.io/a=\"unconfined\"\", "
        + "\"container.apparmor.security.beta.kubernetes.io/b=\"x\"\"")]
    public void Detail_by_annotations(string spec, string annotations, string? detail) =>
        Assert.Equal(detail, CheckCase.Detail("appArmorProfile", spec, 37, annotations));
}
