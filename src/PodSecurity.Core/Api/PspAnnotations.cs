namespace PodSecurity.Api;

/// <summary>The annotations of a PodSecurityPolicy that admission obeys.</summary>
public static class PspAnnotations
{
    public const string SeccompAllowed = "seccomp.security.alpha.kubernetes.io/allowedProfileNames";
    public const string SeccompDefault = "seccomp.security.alpha.kubernetes.io/defaultProfileName";
    public const string AppArmorAllowed = "apparmor.security.beta.kubernetes.io/allowedProfileNames";
    public const string AppArmorDefault = "apparmor.security.beta.kubernetes.io/defaultProfileName";
}
