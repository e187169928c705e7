using System.Text.Json.Nodes;
using PodSecurity.Manifests;
using PodSecurity.Releases;

namespace PodSecurity.Admission.Storage;

/// <summary>Updates of pods as admission sees them.</summary>
public static class PodUpdate
{
    /// <summary>What the server itself fills in from the stored pod, or leaves to others: it makes no difference here.</summary>
    private static readonly string[] FromStored =
        ["creationTimestamp", "deletionTimestamp", "deletionGracePeriodSeconds", "generation", "resourceVersion", "uid"];

    /// <summary>
    /// Whether policies are asked about the update: not when it only changes owner references, finalizers or the self link, as garbage
    /// collection does; since 1.18 managed fields do not count either.
    /// </summary>
    /// <remarks>Source: IsOnlyMutatingGCFields in pkg/registry/rbac/escalation_check.go.</remarks>
    public static bool IsJudged(ManifestDocument pod, ManifestDocument old, KubernetesRelease release)
    {
        ArgumentNullException.ThrowIfNull(release);
        return !JsonNode.DeepEquals(Compared(pod, release), Compared(old, release));
    }

    private static JsonObject Compared(ManifestDocument document, KubernetesRelease release)
    {
        var pod = ManifestBody.Read(document).DeepClone().AsObject();
        pod.RemoveEmpty();
        pod.Remove("status");
        var (metadata, spec) = (pod.Ensure("metadata"), pod.Ensure("spec"));
        foreach (var field in (string[])["ownerReferences", "finalizers", "selfLink", .. FromStored])
        {
            metadata.Remove(field);
        }
        if (release.Has(ReleaseFeatures.ManagedFieldsIgnored))
        {
            metadata.Remove("managedFields");
        }
        LaterFields.Remove(spec, release);
        PodDefaults.Apply(spec);
        return pod;
    }
}
