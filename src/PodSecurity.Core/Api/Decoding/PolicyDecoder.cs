using PodSecurity.Manifests;

namespace PodSecurity.Api.Decoding;

/// <summary>Reads policies out of documents.</summary>
public static class PolicyDecoder
{
    /// <summary>Decodes the object; null when it is no PodSecurityPolicy (policy/v1beta1, or extensions/v1beta1 of old).</summary>
    /// <exception cref="ManifestException">The JSON is broken, or a field has the wrong type; the message names field, origin and
    /// line.</exception>
    public static PodSecurityPolicy? Decode(ManifestDocument document)
    {
        if (ManifestType.Read(document) is not { Kind: "PodSecurityPolicy" } type || !ResourceTypes.PolicyGroups.Contains(type.Group))
        {
            return null;
        }
        var policy = WholeObject.Decode(document, KubernetesJson.Default.PodSecurityPolicy);
        policy.Source = document.Source;
        return policy;
    }
}
