using PodSecurity.Manifests;

namespace PodSecurity.Api.Decoding;

/// <summary>Reads roles and bindings out of documents.</summary>
public static class RbacDecoder
{
    /// <summary>Decodes the object; null when it is no Role or ClusterRole of RBAC.</summary>
    /// <exception cref="ManifestException">A field has the wrong type; the message names field, origin and line.</exception>
    public static RbacRole? DecodeRole(ManifestDocument document) =>
        ManifestType.Read(document) is { Group: RbacKinds.ApiGroup, Kind: RbacKinds.Role or RbacKinds.ClusterRole }
            ? WholeObject.Decode(document, KubernetesJson.Default.RbacRole)
            : null;

    /// <summary>Decodes the object; null when it is no RoleBinding or ClusterRoleBinding of RBAC.</summary>
    /// <exception cref="ManifestException">A field has the wrong type; the message names field, origin and line.</exception>
    public static RbacBinding? DecodeBinding(ManifestDocument document) =>
        ManifestType.Read(document) is { Group: RbacKinds.ApiGroup, Kind: RbacKinds.RoleBinding or RbacKinds.ClusterRoleBinding }
            ? WholeObject.Decode(document, KubernetesJson.Default.RbacBinding)
            : null;
}
