using PodSecurity.Releases;

namespace PodSecurity.Validation.Rules;

/// <summary>Complaints about names in the words of a release.</summary>
internal static class NameWording
{
    public static FieldError Of(KubernetesRelease release, FieldError error) =>
        release.Has(ReleaseFeatures.LowercaseNameWording) ? error : error with
        {
            Detail = error.Detail.Replace("a lowercase RFC 1123 subdomain", "a DNS-1123 subdomain", StringComparison.Ordinal),
        };
}
