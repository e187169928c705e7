using PodSecurity.Api;
using PodSecurity.Manifests;
using static PodSecurity.Core.Tests.Documents;

namespace PodSecurity.Core.Tests.Api;

public sealed class PodDecodingTests
{
    [Fact]
    public void Reads_every_field_of_the_spec()
    {
        var pod = PodWithSpec("""
            {"hostNetwork":true,"hostPID":true,"hostIPC":true,"runtimeClassName":"gvisor","serviceAccountName":"sa","automountServiceAccountToken":false,
             "initContainers":[{"name":"i"}],"containers":[{"name":"c"},{"name":"d"}],"ephemeralContainers":[{"name":"e"}],
             "securityContext":{"runAsUser":1,"runAsGroup":2,"runAsNonRoot":true,"fsGroup":3,"supplementalGroups":[4,5],
               "seLinuxOptions":{"user":"u","role":"r","type":"t","level":"l"},
               "seccompProfile":{"type":"Localhost","localhostProfile":"p.json"},
               "sysctls":[{"name":"net.core.somaxconn","value":"1"}]}}
            """).Pod;

        Assert.Equal((true, true, true), (pod.HostNetwork, pod.HostPID, pod.HostIPC));
        Assert.Equal(("gvisor", "sa", false), (pod.RuntimeClassName, pod.ServiceAccountName, pod.AutomountServiceAccountToken));
        Assert.Equal(["i", "c", "d", "e"], pod.InitContainers.Concat(pod.Containers).Concat(pod.EphemeralContainers).Select(c => c.Name));
        var context = pod.SecurityContext!;
        Assert.Equal((1, 2, 3, true), (context.RunAsUser, context.RunAsGroup, context.FSGroup, context.RunAsNonRoot));
        Assert.Equal([4, 5], context.SupplementalGroups!);
        Assert.Equal(new SELinuxOptions("u", "r", "t", "l"), context.SELinuxOptions);
        Assert.Equal(new SeccompProfile("Localhost", "p.json"), context.SeccompProfile);
        Assert.Equal([new Sysctl("net.core.somaxconn", "1")], context.Sysctls!);
    }

    [Fact]
    public void Reads_every_field_of_a_container()
    {
        var container = OnlyContainer("""
            {"name":"c","image":"x","ports":[{"containerPort":80,"hostPort":8080,"hostIP":"10.0.0.1","protocol":"TCP"},{"containerPort":81}],
             "volumeMounts":[{"name":"v","mountPath":"/v","readOnly":true},{"name":"w"}],
             "securityContext":{"privileged":true,"allowPrivilegeEscalation":false,"readOnlyRootFilesystem":true,"runAsUser":1,"runAsGroup":2,
               "runAsNonRoot":false,"procMount":"Unmasked","capabilities":{"add":["A","B"],"drop":["ALL"]},
               "seLinuxOptions":{"level":"l"},"seccompProfile":{"type":"RuntimeDefault"}}}
            """);

        Assert.Equal([new ContainerPort(80, 8080, "10.0.0.1"), new ContainerPort(81, 0)], container.Ports);
        Assert.Equal([new VolumeMount("v", true), new VolumeMount("w", false)], container.VolumeMounts);
        var context = container.SecurityContext!;
        Assert.Equal((true, false, true), (context.Privileged, context.AllowPrivilegeEscalation, context.ReadOnlyRootFilesystem));
        Assert.Equal((1, 2, false, "Unmasked"), (context.RunAsUser, context.RunAsGroup, context.RunAsNonRoot, context.ProcMount));
        Assert.Equal(["A", "B"], context.Capabilities!.Add!);
        Assert.Equal(["ALL"], context.Capabilities.Drop!);
        Assert.Equal(new SELinuxOptions(Level: "l"), context.SELinuxOptions);
        Assert.Equal(new SeccompProfile("RuntimeDefault"), context.SeccompProfile);
    }

    [Fact]
    public void Null_is_absent()
    {
        var pod = PodWithSpec("""
            {"hostNetwork":null,"serviceAccountName":null,"securityContext":{"runAsUser":null,"supplementalGroups":null,"seLinuxOptions":null,"sysctls":[null]},
             "volumes":[null,{"name":"v","hostPath":null,"secret":null}],"initContainers":null,
             "containers":[null,{"name":null,"securityContext":{"capabilities":{"add":null,"drop":[]},"privileged":null,"procMount":null},"ports":[null]}]}
            """).Pod;

        Assert.False(pod.HostNetwork);
        Assert.Null(pod.ServiceAccountName);
        Assert.Null(
            pod.SecurityContext!.RunAsUser ?? (object?)pod.SecurityContext.SupplementalGroups ?? pod.SecurityContext.SELinuxOptions);
        Assert.Equal([new Sysctl("", "")], pod.SecurityContext.Sysctls!);
        Assert.Equal(["emptyDir", "emptyDir"], pod.Volumes.Select(v => v.Kind));
        Assert.Empty(pod.InitContainers);
        Assert.Equal(["", ""], pod.Containers.Select(c => c.Name));
        Assert.Equal(new Capabilities(null, null), pod.Containers[1].SecurityContext!.Capabilities);
    }

    [Theory]
    [InlineData("{}", null)]
    [InlineData("""{"serviceAccount":"old"}""", "old")]
    [InlineData("""{"serviceAccount":"old","serviceAccountName":"new"}""", "new")]
    [InlineData("""{"serviceAccountName":"new","serviceAccount":"old"}""", "new")]
    [InlineData("""{"serviceAccountName":"","serviceAccount":"old"}""", "old")]
    public void The_old_name_of_the_service_account_counts_when_the_new_one_is_absent(string spec, string? expected) =>
        Assert.Equal(expected, PodWithSpec(spec).Pod.ServiceAccountName);

    [Theory]
    [InlineData("""{"hostPID":true,"hostPID":false}""", false)]
    [InlineData("""{"hostPID":false,"hostPID":true}""", true)]
    [InlineData("""{"HostPID":true,"hostpid":true}""", false)]
    [InlineData("""{"\u0068ostPID":true}""", true)]
    public void Field_names_are_exact_and_the_last_one_wins(string spec, bool expected) =>
        Assert.Equal(expected, PodWithSpec(spec).Pod.HostPID);

    [Theory]
    [InlineData("9223372036854775807", 9223372036854775807)]
    [InlineData("-9223372036854775808", -9223372036854775808)]
    [InlineData("0", 0)]
    public void Ids_are_64_bit(string json, long expected) =>
        Assert.Equal(expected, PodWithSpec($$$"""{"securityContext":{"runAsUser":{{{json}}}}}""").Pod.SecurityContext!.RunAsUser);

    [Theory]
    [InlineData("\"1000\"", "the string \"1000\"")]
    [InlineData("1000.0", "1000.0")]
    [InlineData("1e3", "1e3")]
    [InlineData("9223372036854775808", "9223372036854775808")]
    [InlineData("true", "true")]
    [InlineData("[1]", "a list")]
    public void What_the_server_refuses_as_an_id_is_an_error(string json, string found)
    {
        var error = Assert.Throws<ManifestException>(() => OnlyContainer($$$"""{"securityContext":{"runAsUser":{{{json}}}}}"""));
        Assert.EndsWith(
            $"spec.containers[0].securityContext.runAsUser: expected a 64-bit integer, found {found}", error.Message,
                StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("2147483648")]
    [InlineData("80.5")]
    public void A_port_is_a_32_bit_integer(string json) =>
        Assert.Contains("spec.containers[0].ports[1].hostPort: expected a 32-bit integer",
            Assert.Throws<ManifestException>(() => OnlyContainer($$$"""{"ports":[{},{"hostPort":{{{json}}}}]}""")).Message,
                StringComparison.Ordinal);

    [Fact]
    public void A_string_that_is_no_Unicode_is_an_error() =>
        Assert.Contains("spec.serviceAccountName: expected a string of valid Unicode",
            Assert.Throws<ManifestException>(() => PodWithSpec("""{"serviceAccountName":"\ud800"}""")).Message, StringComparison.Ordinal);

    [Fact]
    public void Keeps_only_annotations_that_admission_reads()
    {
        var annotations = Decode("""
            {"apiVersion":"v1","kind":"Pod","metadata":{"annotations":{"kubectl.kubernetes.io/last-applied-configuration":"{}","other":null,"kubernetes.io/psp":"p",
              "container.apparmor.security.beta.kubernetes.io/c":"runtime/default","seccomp.security.alpha.kubernetes.io/pod":"x"}}}
            """).Pod.Annotations!;

        Assert.Equal(
            ["container.apparmor.security.beta.kubernetes.io/c=runtime/default", "kubernetes.io/psp=p",
                "seccomp.security.alpha.kubernetes.io/pod=x"],
            annotations.Select(a => $"{a.Key}={a.Value}").Order());
    }

    private static Container OnlyContainer(string container) =>
        Assert.Single(PodWithSpec($$"""{"containers":[{{container}}]}""").Pod.Containers);
}
