namespace PodSecurity.Tests.Hosting;

/// <summary>Manifests that tests need in many places.</summary>
internal static class Samples
{
    /// <summary>Admits pods that ask for nothing, and changes none.</summary>
    public const string PlainPolicy = """
        apiVersion: policy/v1beta1
        kind: PodSecurityPolicy
        metadata:
          name: plain
        spec:
          seLinux: { rule: RunAsAny }
          runAsUser: { rule: RunAsAny }
          fsGroup: { rule: RunAsAny }
          supplementalGroups: { rule: RunAsAny }
          volumes: [projected, secret, configMap]
        """;

    public const string PlainPod = """
        apiVersion: v1
        kind: Pod
        metadata: { name: plain }
        spec:
          containers: [ { name: main, image: busybox } ]
        """;

    public const string PrivilegedDeployment = """
        apiVersion: apps/v1
        kind: Deployment
        metadata: { name: web, namespace: shop }
        spec:
          template:
            spec:
              containers: [ { name: main, image: web, securityContext: { privileged: true } } ]
        """;

    public const string Service = """
        apiVersion: v1
        kind: Service
        metadata: { name: web }
        """;
}
