using PodSecurity.Api;

namespace PodSecurity.Migration.Fields;

/// <summary>Seccomp and AppArmor profiles, which policies keep in annotations.</summary>
internal static class ProfileFields
{
    private const string Any = "*";

    public static IEnumerable<FieldComparison> Of(StringMap annotations, LevelProbe level) =>
    [
        Seccomp(List(annotations, PspAnnotations.SeccompAllowed), Default(annotations, PspAnnotations.SeccompDefault), level),
        Written(annotations, PspAnnotations.SeccompDefault, "the seccomp profile"),
        AppArmor(List(annotations, PspAnnotations.AppArmorAllowed), level),
        Written(annotations, PspAnnotations.AppArmorDefault, "the AppArmor profile"),
    ];

    // Without the annotation a pod may name no profile at all.
    private static FieldComparison Seccomp(string[]? allowed, string? written, LevelProbe level)
    {
        var forbidsUnconfined = !level.AllowsSeccomp(new("Unconfined"), SeccompProfiles.Unconfined);
        var unconfined = forbidsUnconfined && (allowed?.Contains(Any) == true || allowed?.Contains(SeccompProfiles.Unconfined) == true);
        var unset = !level.AllowsSeccomp(null, null) && written is null && (allowed is null || allowed.Contains(Any));
        return new(Field(PspAnnotations.SeccompAllowed), allowed is null ? "" : FieldComparison.Text(allowed))
        {
            Forbids = (unconfined, unset) switch
            {
                (true, true) => "the seccomp profile Unconfined, and pods without a profile",
                (true, false) => "the seccomp profile Unconfined",
                (false, true) => "pods without a seccomp profile",
                _ => null,
            },
            LeavesOpen = allowed is null ? "setting a seccomp profile"
                : allowed.Contains(Any) ? null
                : $"seccomp profiles other than {FieldComparison.Text(allowed)}",
        };
    }

    // Without the annotation a pod may name any profile.
    private static FieldComparison AppArmor(string[]? allowed, LevelProbe level)
    {
        var mayBeUnconfined = allowed is null || allowed.Contains(SeccompProfiles.Unconfined);
        return new(Field(PspAnnotations.AppArmorAllowed), allowed is null ? "" : FieldComparison.Text(allowed))
        {
            Forbids = mayBeUnconfined && !level.AllowsAppArmor(SeccompProfiles.Unconfined) ? "the AppArmor profile unconfined" : null,
            LeavesOpen = allowed is null ? null : $"AppArmor profiles other than {FieldComparison.Text(allowed)}, and pods without one",
        };
    }

    private static FieldComparison Written(StringMap annotations, string key, string what)
    {
        var profile = Default(annotations, key);
        return new(Field(key), profile ?? "") { Mutates = profile is null ? null : $"writes {what} {profile} where none is set" };
    }

    private static string Field(string annotation) => $"metadata.annotations[{annotation}]";

    private static string[]? List(StringMap annotations, string key) => Default(annotations, key)?.Split(',');

    private static string? Default(StringMap annotations, string key) =>
        annotations.TryGetValue(key, out var value) && value.Length > 0 ? value : null;
}
