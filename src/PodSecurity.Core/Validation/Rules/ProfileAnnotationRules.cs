using PodSecurity.Api;

namespace PodSecurity.Validation.Rules;

/// <summary>The AppArmor and seccomp profiles that a policy names in its annotations.</summary>
internal static class ProfileAnnotationRules
{
    public static IEnumerable<FieldError> Check(IDictionary<string, string>? annotations) =>
    [
        .. AppArmor(annotations, PspAnnotations.AppArmorDefault, value => [value]),
        .. AppArmor(annotations, PspAnnotations.AppArmorAllowed, value => value.Split(',')),
        .. Seccomp(annotations, PspAnnotations.SeccompDefault, value => [value]),
        .. Seccomp(annotations, PspAnnotations.SeccompAllowed, value => value.Split(',').Where(profile => profile != "*")),
    ];

    private static IEnumerable<FieldError> AppArmor(
        IDictionary<string, string>? annotations, string key, Func<string, IEnumerable<string>> profiles) =>
        annotations?.TryGetValue(key, out var value) is true && !string.IsNullOrEmpty(value)
            ? profiles(value).Where(profile => !AppArmorProfiles.IsValid(profile))
                .Select(profile => FieldError.Invalid(Path(key), value, $"invalid AppArmor profile name: {GoValue.Quote(profile)}"))
            : [];

    private static IEnumerable<FieldError> Seccomp(
        IDictionary<string, string>? annotations, string key, Func<string, IEnumerable<string>> profiles) =>
        annotations?.TryGetValue(key, out var value) is true && !string.IsNullOrEmpty(value)
            ? profiles(value).SelectMany(profile => SeccompProfile(profile, Path(key)))
            : [];

    private static IEnumerable<FieldError> SeccompProfile(string profile, string field)
    {
        if (SeccompProfiles.IsBuiltIn(profile))
        {
            return [];
        }
        return profile.StartsWith(SeccompProfiles.LocalhostPrefix, StringComparison.Ordinal)
            ? RelativePath(profile[SeccompProfiles.LocalhostPrefix.Length..], field)
            : [FieldError.Invalid(field, profile, "must be a valid seccomp profile")];
    }

    private static IEnumerable<FieldError> RelativePath(string path, string field)
    {
        if (path.StartsWith('/'))
        {
            yield return FieldError.Invalid(field, path, "must be a relative path");
        }
        if (path.Split('/').Contains(".."))
        {
            yield return FieldError.Invalid(field, path, "must not contain '..'");
        }
    }

    private static string Path(string key) => $"metadata.annotations[{key}]";
}
