using System.Text.Json.Nodes;
using static PodSecurity.Testing.Clusters.Dice;

namespace PodSecurity.Testing.Clusters;

/// <summary>
/// Pods that the server takes when a policy admits them as they are, but for the few contradictions that it finds after admission
/// (privileged without escalation, a seccomp field unlike its annotation). Each uses some of the features that policies look at.
/// </summary>
public sealed class PodGenerator(Dice dice)
{
    private readonly VolumeGenerator _volumes = new(dice);

    // Every feature is used this often in a pod: some pods are plain, some use nearly everything.
    private double _boldness;
    private bool _hostNetwork;
    private HashSet<int> _hostPorts = [];

    public static JsonObject SELinuxOptions(Dice dice) => Fields(
        ("user", dice.Maybe(0.3, () => dice.Pick("system_u", "user_u"))),
        ("role", dice.Maybe(0.3, () => dice.Pick("system_r", "object_r"))),
        ("type", dice.Maybe(0.5, () => dice.Pick("container_t", "spc_t"))),
        ("level", dice.Maybe(0.7, () => dice.Pick(Words.Levels))));

    /// <summary>A pod called <c>generated</c>, or whose name the server makes up: <c>generated-xxxxx</c>.</summary>
    public JsonObject Pod(string @namespace)
    {
        _boldness = dice.Pick(0.02, 0.1, 0.3);
        _hostNetwork = Bold;
        _hostPorts = [];
        // The server lets a mirror of a static pod have neither account nor secrets.
        var isMirror = dice.Chance(0.01);
        var volumes = !isMirror && dice.Chance(0.6) ? _volumes.Volumes() : [];
        string[] names = [.. volumes.Select(volume => (string)volume!["name"]!)];
        var init = dice.List(0, dice.Pick(0, 0, 2), i => Container($"i{i}", names));
        var containers = dice.List(1, dice.Pick(1, 1, 3), i => Container($"c{i}", names));
        string[] containerNames = [.. init.Concat(containers).Select(container => (string)container!["name"]!)];
        return Fields(
            ("apiVersion", "v1"),
            ("kind", "Pod"),
            ("metadata", Fields(
                dice.Chance(0.1) ? ("generateName", "generated-") : ("name", "generated"),
                ("namespace", @namespace),
                ("labels", dice.Maybe(0.3, () => Fields(("app", "web")))),
                ("annotations", Annotations(containerNames, isMirror)))),
            ("spec", Fields(
                ("nodeName", isMirror ? "node-1" : null),
                ("serviceAccountName", isMirror ? null : dice.Maybe(0.5, () => dice.Pick("default", "web", "db", ""))),
                ("automountServiceAccountToken", dice.Maybe(0.4, () => dice.Chance(0.2))),
                ("hostNetwork", _hostNetwork ? true : dice.Maybe(0.1, () => false)),
                ("hostPID", BoldFlag()),
                ("hostIPC", BoldFlag()),
                ("hostname", dice.Maybe(0.05, () => dice.Pick("host", ""))),
                ("runtimeClassName", BoldText(Words.RuntimeClasses)),
                ("restartPolicy", dice.Maybe(0.2, () => dice.Pick("Always", "Never", "OnFailure"))),
                ("terminationGracePeriodSeconds", dice.Maybe(0.1, () => dice.Number(0, 60))),
                ("securityContext", dice.Maybe(0.6, PodContext)),
                ("volumes", volumes.Count == 0 ? null : volumes),
                ("initContainers", init.Count == 0 ? null : init),
                ("containers", containers),
                ("ephemeralContainers", dice.Maybe(_boldness / 4, () => new JsonArray(EphemeralContainer()))))));
    }

    private bool Bold => dice.Chance(_boldness);

    private JsonNode? BoldFlag() => dice.Maybe(_boldness, () => dice.Chance(0.8));

    private JsonNode? BoldText(params string[] from) => dice.Maybe(_boldness, () => dice.Pick(from));

    private JsonNode? BoldId() => dice.Maybe(_boldness * 2, () => dice.Pick(Words.Ids));

    // The server drops it again, after the policies have seen it.
    private JsonObject EphemeralContainer() => Fields(
        ("name", "debugger"), ("image", "busybox"), ("securityContext", dice.Maybe(0.8, ContainerContext)));

    private JsonObject? Annotations(string[] containers, bool isMirror)
    {
        var annotations = Fields(
            ("note", dice.Maybe(0.1, () => "generated")),
            ("kubernetes.io/psp", dice.Maybe(0.03, () => dice.Pick("gen.open", "another"))),
            ("kubernetes.io/config.mirror", isMirror ? "true" : null),
            (Words.SeccompPod, BoldText(Words.SeccompProfiles)));
        foreach (var container in containers)
        {
            if (Bold)
            {
                annotations[Words.SeccompContainer + container] = dice.Pick(Words.SeccompProfiles);
            }

            if (Bold)
            {
                annotations[Words.AppArmorContainer + container] = dice.Pick(Words.AppArmorProfiles);
            }
        }

        if (dice.Chance(_boldness / 4))
        {
            annotations[Words.SeccompContainer + "nobody"] = dice.Pick(Words.SeccompProfiles);
        }

        return annotations.Count == 0 ? null : annotations;
    }

    private JsonObject PodContext() => Fields(
        ("runAsUser", BoldId()),
        ("runAsGroup", BoldId()),
        ("runAsNonRoot", BoldFlag()),
        ("fsGroup", BoldId()),
        ("fsGroupChangePolicy", BoldText("Always", "OnRootMismatch")),
        ("supplementalGroups", dice.Maybe(_boldness, () => dice.List(0, 3, _ => dice.Pick(Words.Ids)))),
        ("seLinuxOptions", dice.Maybe(_boldness, () => SELinuxOptions(dice))),
        ("seccompProfile", dice.Maybe(_boldness, SeccompProfile)),
        ("windowsOptions", dice.Maybe(0.02, () => Fields(("runAsUserName", "ContainerUser")))),
        ("sysctls", dice.Maybe(
            _boldness, () => new JsonArray([.. dice.Some(1, Words.Sysctls).Select(name => Fields(("name", name), ("value", "1")))]))));

    private JsonObject Container(string name, string[] volumes) => Fields(
        ("name", name),
        ("image", dice.Pick("busybox", "busybox:1.36", "registry.example/app:latest", "registry.example:5000/app")),
        ("imagePullPolicy", dice.Maybe(0.1, () => dice.Pick("Always", "IfNotPresent", "Never"))),
        ("command", dice.Maybe(0.2, () => new JsonArray("sh", "-c", "sleep 1h"))),
        ("tty", dice.Maybe(0.05, () => dice.Chance(0.5))),
        ("env", dice.Maybe(0.1, () => new JsonArray(
            Fields(("name", "NODE"), ("valueFrom", Fields(("fieldRef", Fields(("fieldPath", "spec.nodeName")))))),
            Fields(("name", "EMPTY"), ("value", ""))))),
        ("resources", dice.Maybe(
            0.2, () => Fields(
                ("limits", Fields(("cpu", dice.Pick("100m", "1000m", "0.5")), ("memory", dice.Pick("64Mi", "1024Mi", "1G"))))))),
        ("ports", dice.Maybe(0.3, Ports)),
        ("volumeMounts", dice.Maybe(volumes.Length > 0 ? 0.8 : 0, () => _volumes.Mounts(volumes))),
        ("readinessProbe", name[0] == 'i' ? null : dice.Maybe(0.1, () => Fields(("httpGet", Fields(("port", 8080)))))),
        ("securityContext", dice.Maybe(0.6, ContainerContext)));

    private JsonArray? Ports()
    {
        var ports = new JsonArray([.. dice.Some(1, Words.Ports).Select(Port).Where(port => port is not null)]);
        return ports.Count == 0 ? null : ports;
    }

    // No host port twice in a pod, and on the host's network it is the container's port: else the pod is invalid by itself.
    private JsonObject? Port(int port)
    {
        var onHost = _hostNetwork || Bold;
        if (onHost && !_hostPorts.Add(port))
        {
            return null;
        }

        return Fields(
            ("containerPort", _hostNetwork || dice.Chance(0.5) ? port : dice.Number(1, 65535)),
            ("hostPort", _hostNetwork ? dice.Maybe(0.5, () => port) : onHost ? port : dice.Maybe(0.1, () => 0)),
            ("protocol", dice.Maybe(0.2, () => dice.Pick("TCP", "UDP"))));
    }

    private JsonObject ContainerContext() => Fields(
        ("privileged", BoldFlag()),
        ("allowPrivilegeEscalation", dice.Maybe(_boldness, () => dice.Chance(0.5))),
        ("readOnlyRootFilesystem", BoldFlag()),
        ("runAsUser", BoldId()),
        ("runAsGroup", BoldId()),
        ("runAsNonRoot", BoldFlag()),
        ("capabilities", dice.Maybe(_boldness * 2, () => Fields(
            ("add", dice.Maybe(0.6, () => Strings(dice.Some(0, Words.Capabilities)))),
            ("drop", dice.Maybe(0.6, () => Strings(dice.Some(0, Words.Capabilities))))))),
        ("seLinuxOptions", dice.Maybe(_boldness, () => SELinuxOptions(dice))),
        ("seccompProfile", dice.Maybe(_boldness, SeccompProfile)),
        ("procMount", BoldText("Default", "Unmasked")));

    private JsonObject SeccompProfile()
    {
        var type = dice.Pick("RuntimeDefault", "Unconfined", "Localhost");
        return Fields(("type", type), ("localhostProfile", type == "Localhost" ? dice.Pick("a", "dir/b.json") : null));
    }
}
