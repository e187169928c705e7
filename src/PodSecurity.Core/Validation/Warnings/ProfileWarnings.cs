using PodSecurity.Api;

namespace PodSecurity.Validation.Warnings;

/// <summary>The seccomp and AppArmor profiles in a policy's annotations.</summary>
internal static class ProfileWarnings
{
    private const string SeccompPrefix = "seccomp.security.alpha.kubernetes.io/";
    private const string AppArmorPrefix = "apparmor.security.beta.kubernetes.io/";

    private static readonly string[] Known =
        [PspAnnotations.SeccompAllowed, PspAnnotations.SeccompDefault, PspAnnotations.AppArmorAllowed, PspAnnotations.AppArmorDefault];

    public static IEnumerable<Remark> SeccompNotAllowed(PodSecurityPolicy policy) => Remark.When(
        Value(policy, PspAnnotations.SeccompAllowed) is null, Path(PspAnnotations.SeccompAllowed),
        "Without this annotation a pod that names a seccomp profile is refused, and the others run without one.");

    public static IEnumerable<Remark> AnySeccompProfile(PodSecurityPolicy policy) => Remark.When(
        Profiles(policy, PspAnnotations.SeccompAllowed).Any(profile => profile is "*" or "unconfined"), Path(PspAnnotations.SeccompAllowed),
        "Pods may run without a seccomp filter. runtime/default suits nearly all of them.");

    public static IEnumerable<Remark> AnyAppArmorProfile(PodSecurityPolicy policy) => Remark.When(
        Value(policy, PspAnnotations.AppArmorAllowed) is null, Path(PspAnnotations.AppArmorAllowed),
        "Without this annotation pods may name any AppArmor profile, unconfined included. It is of no matter where the nodes have no "
        + "AppArmor.");

    public static IEnumerable<Remark> ListWithoutDefault(PodSecurityPolicy policy) =>
        from pair in Pairs
        let allowed = Profiles(policy, pair.Allowed)
        where allowed.Length > 0 && !IsAny(pair, allowed) && Value(policy, pair.Default) is null or ""
        select new Remark(Path(pair.Allowed), $"A pod that names no {pair.Kind} profile is refused. Set {pair.Default} to give it one.");

    public static IEnumerable<Remark> DefaultNotAllowed(PodSecurityPolicy policy) =>
        from pair in Pairs
        let profile = Value(policy, pair.Default)
        where !string.IsNullOrEmpty(profile) && !IsAllowed(policy, pair, profile)
        select new Remark(
            Path(pair.Default),
                $"Pods that name no {pair.Kind} profile get {profile} and are then refused, because {pair.Allowed} does not list it.");

    public static IEnumerable<Remark> AppArmorNeeded(PodSecurityPolicy policy) => Remark.When(
        Value(policy, PspAnnotations.AppArmorDefault) is { Length: > 0 }, Path(PspAnnotations.AppArmorDefault),
        "Every pod gets an AppArmor profile; on nodes without AppArmor, such as Amazon Linux, it is admitted but does not start.");

    public static IEnumerable<Remark> UnknownAnnotations(PodSecurityPolicy policy) =>
        from key in policy.Metadata.Annotations.Keys
        where (key.StartsWith(SeccompPrefix, StringComparison.Ordinal) || key.StartsWith(AppArmorPrefix, StringComparison.Ordinal))
            && !Known.Contains(key)
        select new Remark(
            Path(key), $"Admission does not read this annotation. It reads "
                + $"{string.Join(", ", Known.Where(known => SamePrefix(known, key)))}.");

    private static IEnumerable<ProfilePair> Pairs { get; } =
    [
        new("seccomp", PspAnnotations.SeccompAllowed, PspAnnotations.SeccompDefault),
        new("AppArmor", PspAnnotations.AppArmorAllowed, PspAnnotations.AppArmorDefault),
    ];

    private static bool IsAllowed(PodSecurityPolicy policy, ProfilePair pair, string profile)
    {
        var allowed = Profiles(policy, pair.Allowed);
        if (pair.Kind == "AppArmor" && Value(policy, pair.Allowed) is null)
        {
            return true;
        }
        return IsAny(pair, allowed) || allowed.Contains(profile) || (IsRuntimeDefault(profile) && allowed.Any(IsRuntimeDefault));
    }

    /// <summary>Two names of one seccomp profile: the server takes either for the other.</summary>
    private static bool IsRuntimeDefault(string profile) => profile is SeccompProfiles.RuntimeDefault or SeccompProfiles.DockerDefault;

    /// <summary>Only seccomp has a wildcard.</summary>
    private static bool IsAny(ProfilePair pair, string[] allowed) => pair.Kind == "seccomp" && allowed.Contains("*");

    private static bool SamePrefix(string one, string other) => one.Split('/')[0] == other.Split('/')[0];

    private static string? Value(PodSecurityPolicy policy, string key) =>
        policy.Metadata.Annotations?.TryGetValue(key, out var value) is true ? value : null;

    private static string[] Profiles(PodSecurityPolicy policy, string key) => Value(policy, key)?.Split(',') ?? [];

    private static string Path(string key) => $"metadata.annotations[{key}]";

    private sealed record ProfilePair(string Kind, string Allowed, string Default);
}
