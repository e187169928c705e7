using System.Globalization;
using System.Text;

namespace PodSecurity.Benchmarks;

/// <summary>Lists of pods as <c>kubectl get pods -o json</c> gives them: about 4 KB each, most of it of no interest to admission.</summary>
internal static class OrdinaryPods
{
    /// <summary>Writes one list to a new file and returns its path.</summary>
    public static string WriteList(int count)
    {
        var path = Path.Combine(Path.GetTempPath(), $"ordinary-pods-{count}.json");
        using var file = new StreamWriter(
            path, append: false, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false), bufferSize: 1 << 20);
        file.Write("{\n    \"apiVersion\": \"v1\",\n    \"items\": [\n");
        for (var i = 0; i < count; i++)
        {
            file.Write(i == 0 ? "        " : ",\n        ");
            file.Write(Pod(i));
        }
        file.Write("\n    ],\n    \"kind\": \"List\",\n    \"metadata\": {\n        \"resourceVersion\": \"\"\n    }\n}\n");
        return path;
    }

    /// <summary>One pod of a deployment, with what the cluster adds to it.</summary>
    public static string Pod(int number)
    {
        var app = $"web-{number % 40}";
        var name = string.Create(CultureInfo.InvariantCulture, $"{app}-{number % 9973 + 10000:x}-{number:x5}");
        return Template
            .Replace("POD_NAME", name, StringComparison.Ordinal)
            .Replace("APP_NAME", app, StringComparison.Ordinal)
            .Replace("NAMESPACE", $"team-{number % 25}", StringComparison.Ordinal)
            .Replace("SERIAL", number.ToString("x12", CultureInfo.InvariantCulture), StringComparison.Ordinal);
    }

    private const string Template = """
        {
                    "apiVersion": "v1",
                    "kind": "Pod",
                    "metadata": {
                        "annotations": {"prometheus.io/scrape": "true", "prometheus.io/port": "9102"},
                        "creationTimestamp": "2026-03-01T12:00:00Z",
                        "generateName": "APP_NAME-6d4b75cb6d-",
                        "labels": {"app.kubernetes.io/name": "APP_NAME", "pod-template-hash": "6d4b75cb6d"},
                        "managedFields": [{"apiVersion": "v1", "fieldsType": "FieldsV1", "fieldsV1": {"f:metadata": {"f:labels": {".": {}, "f:app.kubernetes.io/name": {}}, "f:ownerReferences": {".": {}, "k:{\"uid\":\"0b0f0f32-91ad-4f5e-8a01-SERIAL\"}": {}}}, "f:spec": {"f:containers": {"k:{\"name\":\"app\"}": {".": {}, "f:image": {}, "f:livenessProbe": {}, "f:name": {}, "f:ports": {}, "f:resources": {}, "f:securityContext": {}}}, "f:restartPolicy": {}, "f:securityContext": {}}}, "manager": "kube-controller-manager", "operation": "Update", "time": "2026-03-01T12:00:00Z"}],
                        "name": "POD_NAME",
                        "namespace": "NAMESPACE",
                        "ownerReferences": [{"apiVersion": "apps/v1", "blockOwnerDeletion": true, "controller": true, "kind": "ReplicaSet", "name": "APP_NAME-6d4b75cb6d", "uid": "0b0f0f32-91ad-4f5e-8a01-SERIAL"}],
                        "resourceVersion": "184467",
                        "uid": "5ad3e1a2-7d1c-4f0b-9f4e-SERIAL"
                    },
                    "spec": {
                        "containers": [
                            {
                                "env": [{"name": "POD_IP", "valueFrom": {"fieldRef": {"apiVersion": "v1", "fieldPath": "status.podIP"}}}, {"name": "DATABASE_PASSWORD", "valueFrom": {"secretKeyRef": {"key": "password", "name": "APP_NAME-db"}}}],
                                "image": "registry.example/shop/APP_NAME:1.14.2",
                                "imagePullPolicy": "IfNotPresent",
                                "livenessProbe": {"failureThreshold": 3, "httpGet": {"path": "/healthz", "port": 8080, "scheme": "HTTP"}, "timeoutSeconds": 1},
                                "name": "app",
                                "ports": [{"containerPort": 8080, "name": "http", "protocol": "TCP"}, {"containerPort": 9102, "name": "metrics", "protocol": "TCP"}],
                                "readinessProbe": {"failureThreshold": 3, "httpGet": {"path": "/readyz", "port": 8080, "scheme": "HTTP"}, "periodSeconds": 5, "timeoutSeconds": 1},
                                "resources": {"limits": {"memory": "256Mi"}, "requests": {"cpu": "100m", "memory": "128Mi"}},
                                "securityContext": {"allowPrivilegeEscalation": false, "capabilities": {"drop": ["ALL"]}, "readOnlyRootFilesystem": true, "runAsNonRoot": true, "runAsUser": 10001},
                                "volumeMounts": [{"mountPath": "/tmp", "name": "scratch"}, {"mountPath": "/etc/app", "name": "config", "readOnly": true}, {"mountPath": "/var/run/secrets/kubernetes.io/serviceaccount", "name": "APP_NAME-token-x7c2p", "readOnly": true}]
                            }
                        ],
                        "nodeName": "ip-10-0-3-17.eu-west-1.compute.internal",
                        "priority": 0,
                        "restartPolicy": "Always",
                        "schedulerName": "default-scheduler",
                        "securityContext": {"fsGroup": 10001, "supplementalGroups": [10001]},
                        "serviceAccount": "APP_NAME",
                        "serviceAccountName": "APP_NAME",
                        "terminationGracePeriodSeconds": 30,
                        "tolerations": [{"effect": "NoExecute", "key": "node.kubernetes.io/not-ready", "operator": "Exists", "tolerationSeconds": 300}],
                        "volumes": [{"emptyDir": {}, "name": "scratch"}, {"configMap": {"defaultMode": 420, "name": "APP_NAME"}, "name": "config"}, {"name": "APP_NAME-token-x7c2p", "secret": {"defaultMode": 420, "secretName": "APP_NAME-token-x7c2p"}}]
                    },
                    "status": {
                        "conditions": [{"lastProbeTime": null, "lastTransitionTime": "2026-03-01T12:00:00Z", "status": "True", "type": "Ready"}],
                        "containerStatuses": [{"containerID": "containerd://8f6c1d0f4e1b7a3f6c1d0f4e1b7a3fSERIAL", "image": "registry.example/shop/APP_NAME:1.14.2", "lastState": {}, "name": "app", "ready": true, "restartCount": 0, "started": true, "state": {"running": {"startedAt": "2026-03-01T12:00:05Z"}}}],
                        "hostIP": "10.0.3.17",
                        "phase": "Running",
                        "podIP": "10.0.44.12",
                        "qosClass": "Burstable",
                        "startTime": "2026-03-01T12:00:00Z"
                    }
                }
        """;
}
