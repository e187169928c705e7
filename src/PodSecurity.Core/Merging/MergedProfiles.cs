using PodSecurity.Api;

namespace PodSecurity.Merging;

/// <summary>The seccomp and AppArmor profiles that several policies allow together, as annotations of a policy.</summary>
internal static class MergedProfiles
{
    private const string Any = "*";

    public static StringMap Of(IReadOnlyCollection<StringMap> annotations)
    {
        var merged = new StringMap();
        // Without a list no seccomp profile may be set, while with one some must: together they can only be said as any.
        var seccomp = Lists(annotations, PspAnnotations.SeccompAllowed);
        if (seccomp.Exists(list => list is not null))
        {
            merged[PspAnnotations.SeccompAllowed] = seccomp.Contains(null) ? Any : Joined(seccomp);
        }
        // Without a list anything may be set, or nothing.
        var appArmor = Lists(annotations, PspAnnotations.AppArmorAllowed);
        if (!appArmor.Contains(null))
        {
            merged[PspAnnotations.AppArmorAllowed] = Joined(appArmor);
        }
        AddDefault(merged, annotations, PspAnnotations.SeccompAllowed, PspAnnotations.SeccompDefault, AllowsNone);
        AddDefault(
            merged, annotations, PspAnnotations.AppArmorAllowed, PspAnnotations.AppArmorDefault,
            silent => !silent.ContainsKey(PspAnnotations.AppArmorAllowed));
        return merged;
    }

    // A default changes pods without a profile: it stays where no policy leaves such pods as they are.
    private static void AddDefault(
        StringMap merged, IReadOnlyCollection<StringMap> annotations, string allowedKey, string key, Func<StringMap, bool> admitsWithout)
    {
        var defaults = annotations.Select(map => map.GetValueOrDefault(key, "")).Where(profile => profile.Length > 0).ToList();
        if (defaults.Count > 0 && !annotations.Any(map => map.GetValueOrDefault(key, "").Length == 0 && admitsWithout(map)))
        {
            var allowed = merged.GetValueOrDefault(allowedKey, "").Split(',');
            merged[key] = defaults.Find(allowed.Contains) ?? defaults[0];
        }
    }

    private static bool AllowsNone(StringMap annotations) =>
        annotations.GetValueOrDefault(PspAnnotations.SeccompAllowed) is not { } list || list.Split(',').Any(
            profile => profile is Any or "");

    private static List<string?> Lists(IEnumerable<StringMap> annotations, string key) =>
        [.. annotations.Select(map => map.GetValueOrDefault(key))];

    private static string Joined(IEnumerable<string?> lists)
    {
        var profiles = lists.SelectMany(list => list!.Split(',')).Distinct().ToList();
        return profiles.Contains(Any) ? Any : string.Join(',', profiles);
    }
}
