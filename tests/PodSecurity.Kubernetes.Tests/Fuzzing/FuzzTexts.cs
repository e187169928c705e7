namespace PodSecurity.Kubernetes.Tests.Fuzzing;

/// <summary>What is damaged: of each kind a text in YAML and one in JSON, with everything in it that readers look at.</summary>
internal static class FuzzTexts
{
    public static string[] Of(string kind) => kind switch
    {
        "workloads" => [PodsYaml, PodsJson],
        "policies" => [PolicyYaml, PolicyJson],
        "roles" => [RolesYaml, RolesJson],
        "snapshots" => [SnapshotJson, SnapshotLines],
        "backups" => [Backup],
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, null),
    };

    private const string PodsYaml = """
        # a comment
        apiVersion: apps/v1
        kind: StatefulSet
        metadata: &m {name: "we\tb", labels: {a: 'b'}, annotations: {seccomp.security.alpha.kubernetes.io/pod: runtime/default}}
        spec:
          volumeClaimTemplates: [{metadata: {name: data}}]
          template:
            metadata: *m
            spec:
              securityContext: {<<: {runAsUser: 0x10}, fsGroup: 1_0, sysctls: [{name: kernel.msgmax, value: "1"}]}
              volumes: [{name: h, hostPath: {path: /var}}, {name: p, projected: {sources: [{serviceAccountToken: {path: token}}]}}]
              containers:
              - name: !!str 5
                image: x
                command: [sh, -c, "x"]
                args:
                - |
                  many
                   lines
                - >-
                  folded
                ports: [{hostPort: 80, containerPort: 80}]
                volumeMounts: [{name: h, mountPath: /h, readOnly: true}]
              - ? name
                : b
        ---
        kind: PodList
        apiVersion: v1
        items:
        - metadata: {name: a}
          spec: &s {hostPID: yes, containers: [{name: c, securityContext: {capabilities: {add: [ALL]}, seLinuxOptions: {level: s0}}}]}
        - kind: List
          items: [{kind: Pod, apiVersion: v1, spec: *s}]

        """;

    private const string PodsJson = """
        {"kind":"List","apiVersion":"v1","items":[
        {"kind":"Pod","apiVersion":"v1","metadata":{"name":"p","ownerReferences":[{"kind":"ReplicaSet","name":"r","uid":"u","controller":true}]},"spec":{"containers":[{"name":"a\u00e4","image":"x","ports":[{"hostPort":1500}],"securityContext":{"privileged":true,"runAsUser":0,"allowPrivilegeEscalation":true,"procMount":"Default","seccompProfile":{"type":"RuntimeDefault"},"capabilities":{"add":["NET_ADMIN"],"drop":["ALL"]}}}],"initContainers":[{"name":"i"}],"hostPID":true,"serviceAccountName":"s","volumes":[{"name":"v","flexVolume":{"driver":"d"}},{"name":"c","csi":{"driver":"d"}}]}},
        {"kind":"CronJob","apiVersion":"batch/v1beta1","spec":{"jobTemplate":{"spec":{"template":{"spec":{"containers":[{"name":"c"}]}}}}}},
        {"apiVersion":"v1","items":[{"apiVersion":"example.com/v1","kind":"Thing","spec":{"template":{"spec":{"containers":[]}}}},null],"kind":"List"}]}
        """;

    private const string PolicyYaml = """
        apiVersion: policy/v1beta1
        kind: PodSecurityPolicy
        metadata: {name: a, annotations: {seccomp.security.alpha.kubernetes.io/allowedProfileNames: '*'}}
        spec:
          privileged: no
          hostPorts: [{min: 1, max: 0x50}]
          volumes: [configMap, 'secret']
          allowedHostPaths: [{pathPrefix: /var, readOnly: true}]
          runAsUser: {rule: MustRunAs, ranges: [{min: 1, max: 65535}]}
          seLinux: {rule: MustRunAs, seLinuxOptions: {level: s0}}
          fsGroup: &any {rule: RunAsAny}
          supplementalGroups: *any

        """;

    private const string PolicyJson = """
        {"apiVersion":"policy/v1beta1","kind":"PodSecurityPolicy","metadata":{"name":"b","labels":{"a":"b"},"ownerReferences":[{"name":"o"}]},"spec":{"privileged":true,"allowPrivilegeEscalation":false,"defaultAllowPrivilegeEscalation":true,"defaultAddCapabilities":["CHOWN"],"requiredDropCapabilities":["ALL"],"allowedCapabilities":["*"],"volumes":["*"],"hostPorts":[{"min":0,"max":65535}],"allowedFlexVolumes":[{"driver":"d"}],"allowedCSIDrivers":[{"name":"c"}],"allowedUnsafeSysctls":["kernel.*"],"forbiddenSysctls":["net.*"],"allowedProcMountTypes":["Default"],"runtimeClass":{"allowedRuntimeClassNames":["*"],"defaultRuntimeClassName":"g"},"runAsUser":{"rule":"RunAsAny"},"runAsGroup":{"rule":"MayRunAs","ranges":[{"min":1,"max":2}]},"seLinux":{"rule":"RunAsAny"},"fsGroup":{"rule":"RunAsAny"},"supplementalGroups":{"rule":"RunAsAny"},"unknown":[{"a":1}]}}
        """;

    private const string RolesYaml = """
        kind: ClusterRole
        apiVersion: rbac.authorization.k8s.io/v1
        metadata: {name: r, labels: {agg: "true"}}
        rules:
        - {apiGroups: [policy], resources: [podsecuritypolicies], verbs: [use], resourceNames: [a]}
        - {nonResourceURLs: ['*'], verbs: [get]}
        ---
        kind: ClusterRole
        apiVersion: rbac.authorization.k8s.io/v1
        metadata: {name: sum}
        aggregationRule: {clusterRoleSelectors: [{matchLabels: {agg: "true"}, matchExpressions: [{key: a, operator: NotIn, values: [b]}]}]}
        ---
        kind: RoleBinding
        apiVersion: rbac.authorization.k8s.io/v1
        metadata: {name: b, namespace: team}
        roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: sum}
        subjects:
        - {kind: ServiceAccount, name: default}
        - {kind: Group, name: system:authenticated}

        """;

    private const string RolesJson = """
        {"kind":"List","apiVersion":"v1","items":[{"kind":"Role","apiVersion":"rbac.authorization.k8s.io/v1","metadata":{"name":"r","namespace":"team"},"rules":[{"apiGroups":["*"],"resources":["*"],"verbs":["*"]}]},{"kind":"ClusterRoleBinding","apiVersion":"rbac.authorization.k8s.io/v1","metadata":{"name":"c"},"roleRef":{"apiGroup":"rbac.authorization.k8s.io","kind":"ClusterRole","name":"r"},"subjects":[{"kind":"User","name":"jane"},{"kind":"ServiceAccount","namespace":"team","name":"s"}]}]}
        """;

    private const string SnapshotJson = """
        {"kind":"List","apiVersion":"v1","metadata":{},"items":[{"apiVersion":"podsecurity/v1","kind":"PodSecuritySnapshot","metadata":{"name":"snapshot"},"cluster":"context a","taken":"2026-01-02T03:04:05.0000000+00:00","resources":["policy/v1beta1/podsecuritypolicies","rbac.authorization.k8s.io/v1/clusterroles","rbac.authorization.k8s.io/v1/clusterrolebindings","rbac.authorization.k8s.io/v1/roles","rbac.authorization.k8s.io/v1/rolebindings","v1/pods"]},{"apiVersion":"policy/v1beta1","kind":"PodSecurityPolicy","metadata":{"name":"a"},"spec":{"privileged":true}},{"apiVersion":"rbac.authorization.k8s.io/v1","kind":"ClusterRole","metadata":{"name":"r"},"rules":[{"apiGroups":["policy"],"resources":["podsecuritypolicies"],"verbs":["use"],"resourceNames":["a"]}]},{"apiVersion":"rbac.authorization.k8s.io/v1","kind":"ClusterRoleBinding","metadata":{"name":"b"},"roleRef":{"kind":"ClusterRole","name":"r"},"subjects":[{"kind":"User","name":"jane"}]},{"apiVersion":"v1","kind":"Pod","metadata":{"name":"p","namespace":"one"},"spec":{"containers":[{"name":"c"}]}}]}
        """;

    private const string SnapshotLines = """
        {"apiVersion":"v1","items":[{"apiVersion":"policy/v1beta1","kind":"PodSecurityPolicy","metadata":{"name":"a"},"spec":{"privileged":true}},{"apiVersion":"rbac.authorization.k8s.io/v1","kind":"ClusterRole","metadata":{"name":"r"},"rules":[{"apiGroups":["policy"],"resources":["podsecuritypolicies"],"verbs":["use"],"resourceNames":["a"]}]},{"apiVersion":"rbac.authorization.k8s.io/v1","kind":"ClusterRoleBinding","metadata":{"name":"b"},"roleRef":{"kind":"ClusterRole","name":"r"},"subjects":[{"kind":"User","name":"jane"}]},{"apiVersion":"v1","kind":"Pod","metadata":{"name":"p","namespace":"one"},"spec":{}}],"kind":"List"}
        """;

    private const string Backup = """
        # What a change by PodSecurity found in context a on 2026-01-02 03:04:05 UTC.
        # kubectl delete podsecuritypolicies.policy new
        # kubectl delete rolebindings.rbac.authorization.k8s.io b --namespace team
        ---
        apiVersion: policy/v1beta1
        kind: PodSecurityPolicy
        metadata:
          name: a
        spec:
          privileged: true
        ---
        apiVersion: rbac.authorization.k8s.io/v1
        kind: RoleBinding
        metadata:
          name: c
          namespace: team
        roleRef: {kind: Role, name: r}

        """;
}
