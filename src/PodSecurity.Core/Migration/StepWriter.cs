using System.Globalization;
using PodSecurity.Cluster;
using PodSecurity.Text;

namespace PodSecurity.Migration;

/// <summary>Numbers the steps of a plan, and writes their command lines.</summary>
internal sealed class StepWriter(
    ClusterIdentity cluster, IReadOnlyCollection<(string Name, IEnumerable<string> Values)> connection, DateTimeOffset time)
{
    private readonly List<PspMigrationStep> _steps = [];

    public IReadOnlyList<PspMigrationStep> Steps => _steps;

    public ClusterIdentity Cluster => cluster;

    public IReadOnlyCollection<(string Name, IEnumerable<string> Values)> Connection => connection;

    public void Add(
        PspMigrationStepKind kind, string target, string change, IEnumerable<string> breaks, string? command = null, string? undo = null,
        string? @namespace = null, IReadOnlyDictionary<string, string>? labels = null, PodSecurityPolicy? policy = null) =>
        _steps.Add(new()
        {
            Order = _steps.Count + 1,
            Step = kind.ToString(),
            Target = target,
            Change = change,
            Breaks = [.. breaks],
            Command = command,
            Undo = undo,
            Namespace = @namespace,
            Labels = labels ?? new Dictionary<string, string>(),
            NewPolicy = policy,
            Cluster = cluster.Name,
        });

    /// <summary>A command line with the arguments that lead to the cluster.</summary>
    public string Command(string command, params IEnumerable<(string Name, string Value)> arguments) => CommandLine.Of(
        command, [.. arguments.Select(argument => (argument.Name, (IEnumerable<string>)[argument.Value])), .. connection]);

    /// <summary>A file that no other plan names.</summary>
    public string BackupFile(string of) =>
        $"./psp-migration-{of}-{time.UtcDateTime.ToString("yyyyMMddHHmmss", CultureInfo.InvariantCulture)}.yaml";

    /// <summary>Some of many, in a sentence.</summary>
    public static string Some(IEnumerable<string> items)
    {
        var all = items.ToList();
        return $"{string.Join(", ", all.Take(5))}{(all.Count > 5 ? $" and {all.Count - 5} more" : "")}";
    }
}
