namespace PodSecurity.Core.Tests.Standards;

public sealed class SeccompAnnotationsCheckTests
{
    [Theory]
    [InlineData(
        """{"containers":[{"name":"a"}]}""",
        """{"seccomp.security.alpha.kubernetes.io/pod":"docker/default","container.seccomp.security.alpha.kubernetes.io/a":"localhost/x","container.seccomp.security.alpha.kubernetes.io/other":"unconfined"}""",
        null)]
    [InlineData(
        """{"containers":[{"name":"a"}]}""",
        """{"seccomp.security.alpha.kubernetes.io/pod":"","container.seccomp.security.alpha.kubernetes.io/a":"unconfined"}""",
        "forbidden annotations container.seccomp.security.alpha.kubernetes.io/a=\"unconfined\", "
        + "seccomp.security.alpha.kubernetes.io/pod=\"\"")]
    [InlineData(
        """{"containers":[{"name":"a"},{"name":"a"}]}""",
        """{"container.seccomp.security.alpha.kubernetes.io/a":"x"}""",
        "forbidden annotation container.seccomp.security.alpha.kubernetes.io/a=\"x\"")]
    public void Detail_by_annotations(string spec, string annotations, string? detail) =>
        Assert.Equal(detail, CheckCase.Detail("seccompProfile_baseline", spec, 18, annotations));
}
