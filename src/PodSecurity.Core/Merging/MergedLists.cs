using PodSecurity.Admission.Strategies;
using PodSecurity.Api;

namespace PodSecurity.Merging;

/// <summary>The lists that several policies have together.</summary>
internal static class MergedLists
{
    private const string Any = "*";

    /// <summary>Names of all lists, each once; a wildcard stands for all of them, alone.</summary>
    public static StringList Names(IEnumerable<string> names)
    {
        var all = names.Distinct().ToList();
        return all.Contains(Any) ? [Any] : [.. all];
    }

    /// <summary>What is in every list.</summary>
    public static StringList Shared(IEnumerable<IEnumerable<string>> lists) => [.. lists.Aggregate(Enumerable.Intersect)];

    /// <summary>The types, and what the policies that allow a type say of it: no list means anything.</summary>
    public static void Volumes(PodSecurityPolicySpec merged, IReadOnlyCollection<PodSecurityPolicySpec> specs)
    {
        merged.Volumes = Names(specs.SelectMany(spec => spec.Volumes));
        merged.AllowedHostPaths = [.. Needed(Details(specs, VolumeTypes.HostPath, spec => spec.AllowedHostPaths), Covers)
            .Select(path => new AllowedHostPath { PathPrefix = path.PathPrefix, ReadOnly = path.ReadOnly })];
        merged.AllowedFlexVolumes = [.. Details(specs, VolumeTypes.FlexVolume, spec => spec.AllowedFlexVolumes)
            .Select(volume => volume.Driver).Distinct().Select(driver => new AllowedFlexVolume { Driver = driver })];
        merged.AllowedCSIDrivers = [.. Details(specs, VolumeTypes.Csi, spec => spec.AllowedCSIDrivers)
            .Select(driver => driver.Name).Distinct().Select(name => new AllowedCsiDriver { Name = name })];
    }

    public static HostPortRangeList Ports(IEnumerable<HostPortRange> ranges)
    {
        var kept = new List<HostPortRange>();
        foreach (var range in ranges.OrderBy(range => range.Min, Comparer<int>.Default))
        {
            if (kept is [.., var last] && range.Min <= last.Max + 1)
            {
                last.Max = Math.Max(last.Max, range.Max);
            }
            else
            {
                kept.Add(new() { Min = range.Min, Max = range.Max });
            }
        }
        return [.. kept];
    }

    /// <summary>Patterns that cover no less than all of them together, without those that others cover.</summary>
    public static StringList Patterns(IEnumerable<string> patterns) => [.. Needed(patterns, SysctlPattern.Covers)];

    /// <summary>Patterns that cover what every list covers: of two that overlap, the narrower.</summary>
    public static StringList SharedPatterns(IEnumerable<IEnumerable<string>> lists) => Patterns(lists.Aggregate((these, those) =>
        from one in these
        from other in those
        where SysctlPattern.Covers(one, other) || SysctlPattern.Covers(other, one)
        select SysctlPattern.Covers(one, other) ? other : one));

    /// <summary>None where all allow any; a default where all have one.</summary>
    public static RuntimeClassRule? RuntimeClasses(IReadOnlyCollection<RuntimeClassRule?> rules)
    {
        if (rules.Contains(null))
        {
            return null;
        }
        var defaults = rules.Select(rule => rule!.DefaultRuntimeClassName).ToList();
        return new()
        {
            AllowedRuntimeClassNames = Names(rules.SelectMany(rule => rule!.AllowedRuntimeClassNames)),
            DefaultRuntimeClassName = defaults.Contains(null) ? null : defaults[0],
        };
    }

    private static IEnumerable<T> Details<T>(
        IEnumerable<PodSecurityPolicySpec> specs, string type, Func<PodSecurityPolicySpec, IReadOnlyCollection<T>> list)
    {
        var lists = specs.Where(spec => spec.Volumes.Contains(Any) || spec.Volumes.Contains(type)).Select(list).ToList();
        return lists.Exists(items => items.Count == 0) ? [] : lists.SelectMany(items => items);
    }

    // A path that may be written is covered by no entry for reading.
    private static bool Covers(AllowedHostPath path, AllowedHostPath other) =>
        (!path.ReadOnly || other.ReadOnly) && HostPathsCheck.IsUnder(other.PathPrefix ?? "", path.PathPrefix ?? "");

    /// <summary>The items that no other one covers; of those that cover each other, the first.</summary>
    private static IEnumerable<T> Needed<T>(IEnumerable<T> items, Func<T, T, bool> covers)
    {
        var needed = new List<T>();
        foreach (var item in items)
        {
            if (!needed.Exists(other => covers(other, item)))
            {
                needed.RemoveAll(other => covers(item, other));
                needed.Add(item);
            }
        }
        return needed;
    }
}
