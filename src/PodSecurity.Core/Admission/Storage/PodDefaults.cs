using System.Text.Json.Nodes;
using PodSecurity.Api;

namespace PodSecurity.Admission.Storage;

/// <summary>API defaulting of a v1 pod, as data: which field of which objects gets which value when it is absent.</summary>
internal static class PodDefaults
{
    private static readonly string[] ContainerLists = ["initContainers[]", "containers[]", "ephemeralContainers[]"];

    private static readonly Default[] OfPod =
    [
        new("", "dnsPolicy", "ClusterFirst", EmptyToo: true),
        new("", "restartPolicy", "Always", EmptyToo: true),
        new("", "schedulerName", "default-scheduler", EmptyToo: true),
        new("", "terminationGracePeriodSeconds", 30),
        new("", "enableServiceLinks", true),
        new("volumes[].hostPath", "type", ""),
        new("volumes[].secret", "defaultMode", 420),
        new("volumes[].configMap", "defaultMode", 420),
        new("volumes[].downwardAPI", "defaultMode", 420),
        new("volumes[].downwardAPI.items[].fieldRef", "apiVersion", "v1", EmptyToo: true),
        new("volumes[].downwardAPI.items[].resourceFieldRef", "divisor", "0"),
        new("volumes[].projected", "defaultMode", 420),
        new("volumes[].projected.sources[].downwardAPI.items[].fieldRef", "apiVersion", "v1", EmptyToo: true),
        new("volumes[].projected.sources[].downwardAPI.items[].resourceFieldRef", "divisor", "0"),
        new("volumes[].projected.sources[].serviceAccountToken", "expirationSeconds", 3600),
        new("volumes[].ephemeral.volumeClaimTemplate.spec", "volumeMode", "Filesystem"),
        new("volumes[].iscsi", "iscsiInterface", "default", EmptyToo: true),
        new("volumes[].rbd", "pool", "rbd", EmptyToo: true),
        new("volumes[].rbd", "user", "admin", EmptyToo: true),
        new("volumes[].rbd", "keyring", "/etc/ceph/keyring", EmptyToo: true),
        new("volumes[].azureDisk", "cachingMode", "ReadWrite"),
        new("volumes[].azureDisk", "kind", "Shared"),
        new("volumes[].azureDisk", "fsType", "ext4"),
        new("volumes[].azureDisk", "readOnly", false),
        new("volumes[].scaleIO", "storageMode", "ThinProvisioned", EmptyToo: true),
        new("volumes[].scaleIO", "fsType", "xfs", EmptyToo: true),
    ];

    private static readonly Default[] OfContainer =
    [
        new("", "terminationMessagePath", "/dev/termination-log", EmptyToo: true),
        new("", "terminationMessagePolicy", "File", EmptyToo: true),
        new("ports[]", "protocol", "TCP", EmptyToo: true),
        new("env[].valueFrom.fieldRef", "apiVersion", "v1", EmptyToo: true),
        new("env[].valueFrom.resourceFieldRef", "divisor", "0"),
        .. new[] { "livenessProbe", "readinessProbe", "startupProbe" }.SelectMany(OfProbe),
        .. new[] { "lifecycle.postStart.httpGet", "lifecycle.preStop.httpGet" }.SelectMany(OfHttpGet),
    ];

    /// <summary>Fields whose zero value is the same as their absence: the server stores none of them.</summary>
    private static readonly (string Path, string[] Fields)[] WithoutZero =
    [
        ("", ["hostNetwork", "hostPID", "hostIPC", "hostname", "subdomain", "nodeName", "priorityClassName"]),
        .. ContainerLists.Prepend("").Select(
            owner => ($"{owner}.securityContext.seLinuxOptions", new[] { "user", "role", "type", "level" })),
        .. ContainerLists.Select(list => (list, new[] { "stdin", "stdinOnce", "tty", "workingDir" })),
        .. ContainerLists.Select(list => ($"{list}.env[]", new[] { "value" })),
        .. ContainerLists.Select(list => ($"{list}.ports[]", new[] { "hostPort", "hostIP", "name" })),
        .. ContainerLists.Select(list => ($"{list}.volumeMounts[]", new[] { "readOnly", "subPath", "subPathExpr" })),
        // Those of azureDisk and csi tell false from absent.
        .. VolumeTypes.All.Where(type => type is not ("azureDisk" or VolumeTypes.Csi))
            .Select(type => ($"volumes[].{VolumeTypes.FieldOf(type)}", new[] { "readOnly", "fsType", "partition", "medium" })),
    ];

    /// <summary>Fills the defaults into the spec of a pod.</summary>
    public static void Apply(JsonObject spec)
    {
        spec.Ensure("securityContext");
        foreach (var volume in spec.ObjectsAt("volumes[]").Where(volume => !VolumeTypes.All.Any(type => HasSource(volume, type))))
        {
            volume.Ensure("emptyDir");
        }
        foreach (var claim in spec.ObjectsAt("volumes[].ephemeral.volumeClaimTemplate"))
        {
            claim.Ensure("metadata")["creationTimestamp"] = null;
            claim.Ensure("spec").Ensure("resources");
        }
        foreach (var rule in OfPod)
        {
            rule.Apply(spec);
        }
        foreach (var container in ContainerLists.SelectMany(spec.ObjectsAt))
        {
            ApplyToContainer(container);
        }
        foreach (var list in ContainerLists[..2])
        {
            foreach (var container in spec.ObjectsAt(list))
            {
                ApplyToPodContainer(container, hostNetwork: (bool?)spec["hostNetwork"] == true);
            }
        }

        Canonicalize(spec);
    }

    private static void Canonicalize(JsonObject spec)
    {
        foreach (var (path, fields) in WithoutZero)
        {
            foreach (var node in spec.ObjectsAt(path))
            {
                foreach (var field in fields.Where(field => node[field]?.ToString() is "false" or "0" or ""))
                {
                    node.Remove(field);
                }
            }
        }

        foreach (var amounts in ContainerLists.SelectMany(
            list => new[] { $"{list}.resources.limits", $"{list}.resources.requests" }).SelectMany(spec.ObjectsAt))
        {
            foreach (var name in amounts.Select(amount => amount.Key).ToList())
            {
                amounts[name] = Quantity.Canonical(amounts[name]?.ToString() ?? "0");
            }
        }
    }

    private static bool HasSource(JsonObject volume, string type) => volume.ContainsKey(VolumeTypes.FieldOf(type));

    private static void ApplyToContainer(JsonObject container)
    {
        container.Ensure("resources");
        if (string.IsNullOrEmpty((string?)container["imagePullPolicy"]))
        {
            container["imagePullPolicy"] = ImageReference.IsLatest((string?)container["image"] ?? "") ? "Always" : "IfNotPresent";
        }
        foreach (var rule in OfContainer)
        {
            rule.Apply(container);
        }
    }

    // Ephemeral containers can have neither ports nor resources.
    private static void ApplyToPodContainer(JsonObject container, bool hostNetwork)
    {
        if (container["resources"]!["limits"] is JsonObject { Count: > 0 } limits)
        {
            var requests = container["resources"]!.AsObject().Ensure("requests");
            foreach (var limit in limits.Where(limit => !requests.ContainsKey(limit.Key)))
            {
                requests[limit.Key] = limit.Value?.DeepClone();
            }
        }

        foreach (var port in hostNetwork ? container.ObjectsAt("ports[]") : [])
        {
            if ((int?)port["hostPort"] is null or 0)
            {
                port["hostPort"] = port["containerPort"]?.DeepClone();
            }
        }
    }

    private static IEnumerable<Default> OfProbe(string probe) =>
    [
        new(probe, "timeoutSeconds", 1, EmptyToo: true),
        new(probe, "periodSeconds", 10, EmptyToo: true),
        new(probe, "successThreshold", 1, EmptyToo: true),
        new(probe, "failureThreshold", 3, EmptyToo: true),
        .. OfHttpGet($"{probe}.httpGet"),
    ];

    private static IEnumerable<Default> OfHttpGet(string action) =>
        [new(action, "path", "/", EmptyToo: true), new(action, "scheme", "HTTP", EmptyToo: true)];

    /// <param name="Path">Which objects.</param>
    /// <param name="EmptyToo">An empty string or zero counts as absent, as the API's type of the field cannot tell them apart.</param>
    private sealed record Default(string Path, string Field, JsonValue Value, bool EmptyToo = false)
    {
        public Default(string path, string field, string value, bool EmptyToo = false)
            : this(path, field, JsonValue.Create(value), EmptyToo)
        {
        }

        public Default(string path, string field, int value, bool EmptyToo = false)
            : this(path, field, JsonValue.Create(value), EmptyToo)
        {
        }

        public Default(string path, string field, bool value)
            : this(path, field, JsonValue.Create(value))
        {
        }

        public void Apply(JsonObject root)
        {
            foreach (var node in root.ObjectsAt(Path).Where(IsAbsent))
            {
                node[Field] = Value.DeepClone();
            }
        }

        private bool IsAbsent(JsonObject node) =>
            node[Field] is not { } value || (EmptyToo && value.ToString() is "" or "0");
    }
}
