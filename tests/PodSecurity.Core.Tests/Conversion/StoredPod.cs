using System.Text.Json.Nodes;

namespace PodSecurity.Core.Tests.Conversion;

/// <summary>Brings pods of then and now into one form, by the losses that are declared.</summary>
internal static class StoredPod
{
    private const string AppArmor = "container.apparmor.security.beta.kubernetes.io/";
    private const string Seccomp = "seccomp.security.alpha.kubernetes.io/";

    /// <summary>
    /// AppArmor profiles as annotations, no seccomp annotations beside their fields, capabilities sorted, procMount and
    /// security contexts that say nothing left out.
    /// </summary>
    public static JsonObject Comparable(JsonObject pod)
    {
        var copy = pod.DeepClone().AsObject();
        var metadata = copy["metadata"]!.AsObject();
        var annotations = metadata["annotations"]?.AsObject() ?? [];
        foreach (var key in annotations.Select(annotation => annotation.Key).Where(
            key => key.Contains(Seccomp, StringComparison.Ordinal)).ToList())
        {
            annotations.Remove(key);
        }
        foreach (var (_, holder) in TodaysPod.Holders(copy))
        {
            if (holder["securityContext"] is not JsonObject context)
            {
                continue;
            }
            context.Remove("procMount");
            SortCapabilities(context);
            if (context["appArmorProfile"] is JsonObject profile)
            {
                context.Remove("appArmorProfile");
                annotations[AppArmor + (string)holder["name"]!] = AnnotationOf(profile);
            }
            if (context.Count == 0)
            {
                holder.Remove("securityContext");
            }
        }
        metadata["annotations"] = Sorted(annotations);
        return copy;
    }

    private static void SortCapabilities(JsonObject context)
    {
        foreach (var list in new[] { "add", "drop" })
        {
            if (context["capabilities"]?[list] is JsonArray names)
            {
                context["capabilities"]![list] = new JsonArray(
                    [.. names.Select(name => (string)name!).Distinct().Order(StringComparer.Ordinal).Select(name => (JsonNode)name)]);
            }
        }
    }

    private static string AnnotationOf(JsonObject profile) => (string)profile["type"]! switch
    {
        "RuntimeDefault" => "runtime/default",
        "Unconfined" => "unconfined",
        _ => $"localhost/{profile["localhostProfile"]}",
    };

    private static JsonObject? Sorted(JsonObject annotations) => annotations.Count == 0 ? null
        : new(annotations.OrderBy(annotation => annotation.Key, StringComparer.Ordinal).Select(
            annotation => KeyValuePair.Create(annotation.Key, annotation.Value?.DeepClone())));
}
