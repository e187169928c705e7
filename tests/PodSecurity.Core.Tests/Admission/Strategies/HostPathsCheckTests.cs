namespace PodSecurity.Core.Tests.Admission.Strategies;

public sealed class HostPathsCheckTests
{
    [Theory]
    [InlineData("/foo", "/foo", true)]
    [InlineData("/foo", "/foo/", true)]
    [InlineData("/foo/", "/foo", true)]
    [InlineData("/foo", "/foo/bar", true)]
    [InlineData("/foo", "/foobar", false)]
    [InlineData("/foo", "/fo", false)]
    [InlineData("/", "/anything", true)]
    [InlineData("/", "/", true)]
    [InlineData("/", "relative", false)]
    [InlineData("/foo//", "/foo", false)]
    public void A_host_path_is_covered_up_to_a_segment(string prefix, string path, bool allowed) => Assert.Equal(
        allowed ? "" : $"Denied: spec.volumes[0].hostPath.pathPrefix: Invalid value: \"{path}\": is not allowed to be used",
        Given.Volume($$$"""{"hostPath": {"path": "{{{path}}}"}}""").Answer(
            Given.Policy($$$"""{"allowedHostPaths": [{"pathPrefix": "{{{prefix}}}"}]}""")));

    [Fact]
    public void A_read_only_path_must_be_read_only_in_every_mount_unless_another_entry_allows_writing()
    {
        var pod = Given.Pod("""
            {
              "volumes": [{"name": "v", "hostPath": {"path": "/foo"}}],
              "initContainers": [{"name": "i", "volumeMounts": [{"name": "w"}, {"name": "v"}]}],
              "containers": [{"name": "c", "volumeMounts": [{"name": "v", "readOnly": true}, {"name": "v", "readOnly": false}]}]
            }
            """);

        Assert.Equal(
            "Denied: spec.initContainers[0].volumeMounts[1].readOnly: Invalid value: false: must be read-only; "
            + "spec.containers[0].volumeMounts[1].readOnly: Invalid value: false: must be read-only",
            pod.Answer(Given.Policy("""{"allowedHostPaths": [{"pathPrefix": "/", "readOnly": true}]}""")));
        Assert.Equal(
            "", pod.Answer(Given.Policy("""{"allowedHostPaths": [{"pathPrefix": "/", "readOnly": true}, {"pathPrefix": "/foo"}]}""")));
    }

    [Theory]
    [InlineData("""{"allowedHostPaths": [{"pathPrefix": "/var/log"}]}""", """{"volumes": [{"name": "v", "hostPath": {"path": "/x"}}]}""",
        "use a path under /var/log in spec.volumes[0].hostPath.path", "add pathPrefix: \"/x\" to spec.allowedHostPaths")]
    public void The_smallest_change_of_pod_and_policy(string policy, string pod, string podFix, string policyFix) =>
        Given.Pod(pod).AssertFix(Given.Policy(policy), podFix, policyFix);
}
