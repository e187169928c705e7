namespace PodSecurity.Api;

/// <summary>AppArmor profiles, as annotations name them.</summary>
internal static class AppArmorProfiles
{
    public static bool IsValid(string profile) =>
        profile is "" or SeccompProfiles.RuntimeDefault or SeccompProfiles.Unconfined || profile.StartsWith(
            SeccompProfiles.LocalhostPrefix, StringComparison.Ordinal);
}
