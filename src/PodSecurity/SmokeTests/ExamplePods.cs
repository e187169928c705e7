using PodSecurity.Api;
using PodSecurity.Api.Decoding;
using PodSecurity.Kubernetes.Serialization;

namespace PodSecurity.SmokeTests;

/// <summary>Two pods that tell a policy from none: one that asks for nothing, and one that uses the network of its node.</summary>
internal static class ExamplePods
{
    public const string Busybox = """
        apiVersion: v1
        kind: Pod
        metadata:
          name: busybox
        spec:
          containers:
            - name: busybox
              image: busybox
              command: ["sh", "-c", "sleep 1h"]
        """;

    public const string Privileged = """
        apiVersion: v1
        kind: Pod
        metadata:
          name: privileged
        spec:
          hostNetwork: true
          containers:
            - name: busybox
              image: busybox
              command: ["sh", "-c", "sleep 1h"]
        """;

    public static IReadOnlyList<Workload> Read() => [Read(Busybox), Read(Privileged)];

    private static Workload Read(string manifest) => WorkloadDecoder.Decode(
        ManifestReader.ReadText(manifest, "example", ManifestReader.Throw, CancellationToken.None).Single())!;
}
