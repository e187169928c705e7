using PodSecurity.Api;
using PodSecurity.Standards.Labels;

namespace PodSecurity.Migration;

/// <summary>The steps that label namespaces: first all that only warn, then those that enforce.</summary>
internal sealed class LevelSteps(StepWriter writer, PodSecurityVersion version)
{
    private static readonly string[] Quiet = ["Audit", "AuditVersion", "Warn", "WarnVersion"];
    private static readonly string[] Strict = ["Enforce", "EnforceVersion"];

    /// <summary>Adds the steps, and gives the levels that namespaces then have.</summary>
    public NamespaceLevels Add(MigrationState state, IReadOnlyList<KubernetesNamespace> namespaces)
    {
        var levels = new NamespaceLevels(version);
        foreach (var found in namespaces)
        {
            levels.Add(found.Name);
        }
        foreach (var workload in state.Workloads)
        {
            levels.Add(workload);
        }
        var wanted = namespaces.OrderBy(found => found.Name, StringComparer.Ordinal)
            .Select(found => (Namespace: found, Level: levels.Of(found.Name), Policy: new LabelReading(
                found.Labels, NamespacePolicy.Privileged).Explicit))
            .ToList();
        foreach (var (found, level, now) in wanted.Where(item => item.Level > PodSecurityLevel.Privileged))
        {
            if (Misses(found, PodSecurityLabels.Warn, now.Warn, level) || Misses(found, PodSecurityLabels.Audit, now.Audit, level))
            {
                Add(PspMigrationStepKind.WarnAndAudit, found, level, "Warns of and notes what", Quiet, []);
            }
        }
        foreach (var (found, level, now) in wanted)
        {
            if (Misses(found, PodSecurityLabels.Enforce, now.Enforce, level))
            {
                var breaks = levels.Obstacles(found.Name, level).Select(obstacle => $"{obstacle}");
                Add(PspMigrationStepKind.Enforce, found, level, "Refuses what", Strict, breaks);
            }
        }
        return levels;
    }

    // A stricter level than the one that nothing violates is somebody's decision.
    private static bool Misses(KubernetesNamespace found, string label, LevelVersion now, PodSecurityLevel level) =>
        !found.Labels.ContainsKey(label) || now.Level < level;

    private void Add(
        PspMigrationStepKind kind, KubernetesNamespace found, PodSecurityLevel level, string verb, string[] parameters,
        IEnumerable<string> breaks)
    {
        var labels = parameters.ToDictionary(
            name => name, name => name.EndsWith("Version", StringComparison.Ordinal) ? version.ToString() : LevelName.Of(level));
        var change = level == PodSecurityLevel.Privileged
            ? "Says that the namespace can bear no stricter level; nothing is refused"
            : $"{verb} violates {LevelName.Of(level)}:{version}, the strictest level that every workload there meets";
        writer.Add(
            kind, $"Namespace/{found.Name}", change, breaks, Command(found.Name, labels),
            Command(found.Name, parameters.ToDictionary(name => name, name => found.Labels.GetValueOrDefault(LabelOf(name)) ?? "")),
            found.Name, labels);
    }

    private string Command(string name, Dictionary<string, string> labels) =>
        writer.Command("Set-PodSecurityLabel", [("", name), .. labels.Select(label => (label.Key, label.Value))]);

    private static string LabelOf(string parameter) => parameter switch
    {
        "Audit" => PodSecurityLabels.Audit,
        "AuditVersion" => PodSecurityLabels.AuditVersion,
        "Warn" => PodSecurityLabels.Warn,
        "WarnVersion" => PodSecurityLabels.WarnVersion,
        "Enforce" => PodSecurityLabels.Enforce,
        _ => PodSecurityLabels.EnforceVersion,
    };
}
