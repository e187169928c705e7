using System.Text.Json.Nodes;
using PodSecurity.Api;
using PodSecurity.Releases;

namespace PodSecurity.Admission.Storage;

/// <summary>
/// What a server with default feature gates does to a new pod after mutating admission: fields of switched-off features go, and
/// seccomp fields and annotations are brought in step.
/// </summary>
internal static class ServerPreparation
{
    public static void Apply(JsonObject pod, KubernetesRelease release)
    {
        var spec = pod.Ensure("spec");
        spec.Remove("ephemeralContainers");
        foreach (var context in Containers(spec).SelectMany(container => container.ObjectsAt("securityContext")))
        {
            if (context.ContainsKey("procMount"))
            {
                context["procMount"] = "Default";
            }
        }

        if (!release.Has(ReleaseFeatures.SeccompFields))
        {
            return;
        }
        SyncSeccomp(pod, spec, ProfileAnnotations.PodSeccompKey);
        foreach (var container in Containers(spec))
        {
            SyncSeccomp(pod, container, ProfileAnnotations.ContainerSeccompPrefix + (string?)container["name"]);
        }
    }

    private static IEnumerable<JsonObject> Containers(JsonObject spec) =>
        spec.ObjectsAt("initContainers[]").Concat(spec.ObjectsAt("containers[]"));

    private static void SyncSeccomp(JsonObject pod, JsonObject owner, string key)
    {
        var annotation = (string?)pod["metadata"]?["annotations"]?[key];
        var field = owner["securityContext"]?["seccompProfile"];
        if (field is not null && annotation is null)
        {
            var profile = new SeccompProfile((string?)field["type"] ?? "", (string?)field["localhostProfile"]);
            if (SeccompProfiles.AnnotationFor(profile) is { Length: > 0 } text)
            {
                pod.Ensure("metadata").Ensure("annotations")[key] = text;
            }
        }
        else if (field is null && annotation is not null && SeccompProfiles.FieldFor(annotation) is { } profile)
        {
            owner.Ensure("securityContext")["seccompProfile"] = ToJson(profile);
        }
    }

    private static JsonObject ToJson(SeccompProfile profile)
    {
        var field = new JsonObject { ["type"] = profile.Type };
        if (profile.LocalhostProfile is { } path)
        {
            field["localhostProfile"] = path;
        }
        return field;
    }
}
