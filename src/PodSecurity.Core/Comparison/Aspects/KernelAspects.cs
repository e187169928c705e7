using System.Text.Json.Nodes;
using PodSecurity.Api;
using PodSecurity.Releases;

namespace PodSecurity.Comparison.Aspects;

/// <summary>Kernel parameters and runtime classes.</summary>
internal static class KernelAspects
{
    private const string AnyClass = "*";

    private static readonly string[] Endings = ["example", .. "abcdfghijklmnopqrstuvwxyz0123456789".Select(letter => $"{letter}")];

    /// <summary>
    /// Which patterns cover a parameter depends on the longest that does. So the names, and one for each pattern that no longer pattern
    /// covers, stand for all.
    /// </summary>
    public static IEnumerable<PodVariation> Sysctls(PodSecurityPolicy allowing, PodSecurityPolicy refusing)
    {
        string[] patterns =
        [
            .. allowing.Spec.AllowedUnsafeSysctls, .. allowing.Spec.ForbiddenSysctls,
            .. refusing.Spec.AllowedUnsafeSysctls, .. refusing.Spec.ForbiddenSysctls, .. SafeSysctls.Of(KubernetesRelease.Default),
        ];
        string[] prefixes = [.. patterns.Where(IsPrefix).Select(pattern => pattern[..^1]).Distinct()];
        return
        [
            .. patterns.Where(pattern => !IsPrefix(pattern)).Distinct().Select(name => Sysctl(refusing, name, name)),
            .. prefixes.Select(prefix => Sysctl(refusing, $"{prefix}*", NameUnder(prefix, prefixes))),
        ];
    }

    public static IEnumerable<PodVariation> RuntimeClasses(PodSecurityPolicy allowing, PodSecurityPolicy refusing)
    {
        const string field = "spec.runtimeClass";
        string[] refused = [.. refusing.Spec.RuntimeClass?.AllowedRuntimeClassNames ?? []];
        if (allowing.Spec.RuntimeClass is not { } rule || rule.AllowedRuntimeClassNames.Contains(AnyClass))
        {
            var name = UnlistedName.Beside(refused, "example");
            yield return RuntimeClass(field, $"any class, such as {name}", name);
        }
        else
        {
            foreach (var name in rule.AllowedRuntimeClassNames)
            {
                yield return RuntimeClass(field, name, name);
            }
        }
        yield return PodVariation.Silence(field, "none");
        foreach (var name in refused)
        {
            yield return RuntimeClass(null, "", name);
        }
    }

    private static PodVariation RuntimeClass(string? field, string value, string name) =>
        new(field, value, pod => pod.Spec()["runtimeClassName"] = name);

    private static PodVariation Sysctl(PodSecurityPolicy refusing, string value, string name) => new(
        refusing.Spec.ForbiddenSysctls.Any(
            pattern => SysctlPattern.Covers(pattern, name)) ? "spec.forbiddenSysctls" : "spec.allowedUnsafeSysctls",
        value,
        pod => pod.PodContext().List("sysctls").Add(new JsonObject { ["name"] = name, ["value"] = "1" }));

    private static string NameUnder(string prefix, string[] prefixes)
    {
        var longer = prefixes.Where(other => other.Length > prefix.Length).ToList();
        return Endings.Select(ending => prefix + ending)
            .FirstOrDefault(name => !longer.Any(other => name.StartsWith(other, StringComparison.Ordinal)), prefix);
    }

    private static bool IsPrefix(string pattern) => pattern.EndsWith('*');
}
