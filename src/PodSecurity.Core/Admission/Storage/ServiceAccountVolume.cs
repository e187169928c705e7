using System.Text.Json.Nodes;
using PodSecurity.Api;

namespace PodSecurity.Admission.Storage;

/// <summary>What the ServiceAccount admission plugin writes into a pod.</summary>
internal static class ServiceAccountVolume
{
    // The token lives a year, for clients that do not read it again; the server warns about them.
    private const int ExpirationSeconds = 3607;

    public static void Apply(JsonObject spec, Pod pod, AdmissionDecision decision)
    {
        if (!pod.IsMirror())
        {
            var account = pod.ServiceAccountOrDefault();
            (spec["serviceAccountName"], spec["serviceAccount"]) = (account, account);
        }

        if (decision.AddedVolume is { } added)
        {
            ((JsonArray)(spec["volumes"] ??= new JsonArray())).Add(ToJson(added));
        }
        if (decision.TokenMount is { } name)
        {
            Mount(spec, name);
        }
    }

    private static void Mount(JsonObject spec, string volume)
    {
        foreach (var container in spec.ObjectsAt("initContainers[]").Concat(spec.ObjectsAt("containers[]")))
        {
            if (container.ObjectsAt("volumeMounts[]").Any(mount => (string?)mount["mountPath"] == ServiceAccountToken.MountPath))
            {
                continue;
            }
            ((JsonArray)(container["volumeMounts"] ??= new JsonArray())).Add((JsonNode)new JsonObject
            {
                ["name"] = volume,
                ["readOnly"] = true,
                ["mountPath"] = ServiceAccountToken.MountPath,
            });
        }
    }

    private static JsonNode ToJson(Volume volume) => volume.Kind == VolumeTypes.Secret
        ? new JsonObject { ["name"] = volume.Name, ["secret"] = new JsonObject { ["secretName"] = volume.Name } }
        : new JsonObject { ["name"] = volume.Name, ["projected"] = new JsonObject { ["sources"] = Sources() } };

    private static JsonNode Sources() => JsonNode.Parse($$"""
        [
          { "serviceAccountToken": { "expirationSeconds": {{ExpirationSeconds}}, "path": "token" } },
          { "configMap": { "name": "kube-root-ca.crt", "items": [{ "key": "ca.crt", "path": "ca.crt" }] } },
          { "downwardAPI": { "items": [{ "path": "namespace", "fieldRef": { "apiVersion": "v1", "fieldPath": "metadata.namespace" } }] } }
        ]
        """)!;
}
