using System.Text.Json.Nodes;
using PodSecurity.Api;

namespace PodSecurity.Comparison.Aspects;

/// <summary>Users, groups and SELinux labels.</summary>
internal static class IdentityAspects
{
    private const long Largest = int.MaxValue;

    public static IEnumerable<PodVariation> Users(PodSecurityPolicy allowing, PodSecurityPolicy refusing)
    {
        const string field = "spec.runAsUser";
        foreach (var variation in Ids(field, allowing.Spec.RunAsUser, refusing.Spec.RunAsUser,
            (pod, user) => pod.ContainerContext()["runAsUser"] = user))
        {
            yield return variation;
        }
        // Any user that is not root is well, and one that could be root is not, whatever its id.
        if (refusing.Spec.RunAsUser.Rule == StrategyNames.MustRunAsNonRoot)
        {
            yield return new(field, "runAsNonRoot: false", pod => pod.ContainerContext()["runAsNonRoot"] = false);
        }
    }

    public static IEnumerable<PodVariation> Groups(PodSecurityPolicy allowing, PodSecurityPolicy refusing) => Ids(
        "spec.runAsGroup", allowing.Spec.RunAsGroup, refusing.Spec.RunAsGroup, (
            pod, group) => pod.ContainerContext()["runAsGroup"] = group);

    public static IEnumerable<PodVariation> VolumeGroups(PodSecurityPolicy allowing, PodSecurityPolicy refusing) => Ids(
        "spec.fsGroup", allowing.Spec.FSGroup, refusing.Spec.FSGroup, (pod, group) => pod.PodContext()["fsGroup"] = group);

    public static IEnumerable<PodVariation> SupplementalGroups(PodSecurityPolicy allowing, PodSecurityPolicy refusing) =>
    [
        .. Ids("spec.supplementalGroups", allowing.Spec.SupplementalGroups, refusing.Spec.SupplementalGroups,
            (pod, group) => pod.PodContext().List("supplementalGroups").Add(group)),
        // An empty list is not filled in, and not enough for MustRunAs.
        new("spec.supplementalGroups", "an empty list", pod => pod.PodContext().List("supplementalGroups")),
    ];

    public static IEnumerable<PodVariation> Labels(PodSecurityPolicy allowing, PodSecurityPolicy refusing)
    {
        const string field = "spec.seLinux";
        if (allowing.Spec.SELinux.Rule == StrategyNames.MustRunAs && allowing.Spec.SELinux.SELinuxOptions is { } label)
        {
            return [new(field, label.ToString(), pod => pod.PodContext()["seLinuxOptions"] = ToJson(label))];
        }
        var other = refusing.Spec.SELinux.SELinuxOptions?.Type == "spc_t" ? "container_t" : "spc_t";
        return [new(field, $"any label, such as type {other}",
            pod => pod.PodContext()["seLinuxOptions"] = new JsonObject { ["type"] = other })];
    }

    private static IEnumerable<PodVariation> Ids(string field, IDRule? allowing, IDRule? refusing, Action<JsonObject, long> set)
    {
        foreach (var (min, max) in RangeGaps.Between(Ranges(allowing), Ranges(refusing), 0, Largest))
        {
            yield return new(field, RangeText.Of(min, max), pod => set(pod, min));
        }
        // The server lets a policy fill in an id that no pod can have.
        yield return PodVariation.Silence(field, "none");
        foreach (var range in new[] { allowing, refusing }.SelectMany(Ranges))
        {
            yield return new(null, "", pod => set(pod, range.Min));
        }
    }

    private static IEnumerable<(long Min, long Max)> Ranges(IDRule? rule) => rule?.Rule switch
    {
        StrategyNames.MustRunAs or StrategyNames.MayRunAs => rule.Ranges.Select(range => (range.Min, range.Max)),
        StrategyNames.MustRunAsNonRoot => [(1, Largest)],
        _ => [(0, Largest)],
    };

    private static JsonObject ToJson(SELinuxRuleOptions label)
    {
        var json = new JsonObject();
        (string Name, string? Value)[] parts =
            [("user", label.User), ("role", label.Role), ("type", label.Type), ("level", label.Level)];
        foreach (var (name, value) in parts.Where(part => !string.IsNullOrEmpty(part.Value)))
        {
            json[name] = value;
        }
        return json;
    }
}
