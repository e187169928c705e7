using PodSecurity.Api;
using PodSecurity.Change;
using PodSecurity.Manifests;
using PodSecurity.Migration.Pods;

namespace PodSecurity.Migration;

/// <summary>What <see cref="PspMutation.Patch"/> says, as a change of the object in the cluster.</summary>
public static class TemplateChange
{
    /// <summary>The object with the patch in it; others may have changed it since, so containers are found by their names.</summary>
    public static ObjectChange Of(PspMutation mutation, ManifestDocument current)
    {
        ArgumentNullException.ThrowIfNull(mutation);
        var before = ServerFields.Read(current);
        var patch = mutation.GetPatch() ?? throw new ArgumentException("There is no patch.", nameof(mutation));
        var type = TypeOf(mutation) ?? throw new ArgumentException($"{mutation.Kind} has no template.", nameof(mutation));
        return new(type, mutation.Namespace, mutation.Name, before, StrategicMerge.Apply(before, patch));
    }

    /// <summary>The resource of the patched object.</summary>
    public static ResourceType? TypeOf(PspMutation mutation)
    {
        ArgumentNullException.ThrowIfNull(mutation);
        var patch = mutation.GetPatch();
        return patch is null ? null : ResourceTypes.Find((string)patch["apiVersion"]!, (string)patch["kind"]!);
    }
}
