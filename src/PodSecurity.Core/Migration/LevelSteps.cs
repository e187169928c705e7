using PodSecurity.Api;
using PodSecurity.Standards.Labels;

namespace PodSecurity.Migration;

/// <summary>The steps that label namespaces: first all that only warn, then those that enforce.</summary>
internal sealed class LevelSteps(StepWriter writer, PodSecurityVersion version)
{
    private static readonly Dictionary<string, string> NoLabels = [];
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
        // A snapshot made by kubectl may hold the pods alone, or a namespace twice.
        var labels = namespaces.DistinctBy(found => found.Name).ToDictionary(found => found.Name, found => found.Labels);
        var wanted = levels.Namespaces
            .Select(name => new Wanted(name, labels.GetValueOrDefault(name) ?? NoLabels, levels.Of(name))).ToList();
        foreach (var item in wanted.Where(item => item.Level > PodSecurityLevel.Privileged && item.MissesWarnOrAudit))
        {
            Add(PspMigrationStepKind.WarnAndAudit, item, "Warns of and notes what", Quiet, []);
        }
        foreach (var item in wanted.Where(item => item.MissesEnforce))
        {
            var breaks = levels.Obstacles(item.Name, item.Level).Select(obstacle => $"{obstacle}");
            Add(PspMigrationStepKind.Enforce, item, "Refuses what", Strict, breaks);
        }
        return levels;
    }

    private void Add(PspMigrationStepKind kind, Wanted item, string verb, string[] parameters, IEnumerable<string> breaks)
    {
        var level = item.Level;
        var labels = parameters.ToDictionary(
            name => name, name => name.EndsWith("Version", StringComparison.Ordinal) ? version.ToString() : LevelName.Of(level));
        var change = level == PodSecurityLevel.Privileged
            ? "Says that the namespace can bear no stricter level; nothing is refused"
            : $"{verb} violates {LevelName.Of(level)}:{version}, the strictest level that every workload there meets";
        writer.Add(
            kind, $"Namespace/{item.Name}", change, breaks, Command(item.Name, labels),
            Command(item.Name, parameters.ToDictionary(name => name, name => item.Labels.GetValueOrDefault(LabelOf(name)) ?? "")),
            item.Name, labels);
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

    /// <summary>A namespace with its labels, and the level that it can bear.</summary>
    private sealed record Wanted(string Name, IReadOnlyDictionary<string, string> Labels, PodSecurityLevel Level)
    {
        private readonly NamespacePolicy _now = new LabelReading(Labels, NamespacePolicy.Privileged).Explicit;

        public bool MissesEnforce => Misses(PodSecurityLabels.Enforce, _now.Enforce);

        public bool MissesWarnOrAudit => Misses(PodSecurityLabels.Warn, _now.Warn) || Misses(PodSecurityLabels.Audit, _now.Audit);

        // A stricter level than the one that nothing violates is somebody's decision.
        private bool Misses(string label, LevelVersion now) => !Labels.ContainsKey(label) || now.Level < Level;
    }
}
