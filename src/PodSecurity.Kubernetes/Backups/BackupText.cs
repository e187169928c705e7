using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using PodSecurity.Change;
using PodSecurity.Cluster;
using PodSecurity.Kubernetes.Files;
using PodSecurity.Kubernetes.Serialization;
using PodSecurity.Text;

namespace PodSecurity.Kubernetes.Backups;

/// <summary>
/// The text of a backup: plain YAML for <c>kubectl apply -f</c>. An object that did not exist is two comment lines: the kubectl command
/// that deletes it, for people, and its identity in JSON, for Restore-PodSecurityBackup. The last line is a comment with the
/// <see cref="EndMark"/>.
/// </summary>
internal static partial class BackupText
{
    private const string AbsentStart = "# did not exist: ";
    private const string MarkStart = "# ";

    public static byte[] Write(string fileName, ClusterIdentity cluster, DateTimeOffset time, IReadOnlyCollection<ObjectState> states)
    {
        var text = new StringBuilder(Introduction(fileName, cluster, time));
        foreach (var state in states)
        {
            text.Append(state.Body is { } body ? $"---\n{ManifestWriter.ToYaml(body)}" : Absent(state));
        }
        if (states.All(state => state.Body is null))
        {
            // So that readers of manifests, which find nothing in comments, find a list of nothing.
            text.Append("---\napiVersion: v1\nkind: List\nitems: []\n");
        }
        text.Append(MarkStart);
        var before = Encoding.UTF8.GetBytes(text.ToString());
        return [.. before, .. Encoding.UTF8.GetBytes($"{EndMark.Text(states.Count, SHA256.HashData(before))}\n")];
    }

    /// <summary>
    /// How many objects the file holds, if it is as it was written; line ends do not count, since version control changes them.
    /// </summary>
    public static int? MarkedObjects(string text) =>
        EndMark.ObjectsIn(Encoding.UTF8.GetBytes(text.Replace("\r\n", "\n", StringComparison.Ordinal)), "\n");

    /// <summary>Whether the file was not written by the first release, which had no mark.</summary>
    public static bool HasMark(string text) => EndMark.IndexIn(Encoding.UTF8.GetBytes(text)) >= 0;

    /// <summary>The object of a line that says that one did not exist; null for every other line.</summary>
    /// <exception cref="JsonException">The line is damaged.</exception>
    public static ObjectIdentity? ReadAbsent(string line) =>
        line.StartsWith(AbsentStart, StringComparison.Ordinal) ? JsonSerializer.Deserialize(
            line[AbsentStart.Length..], Json.Default.ObjectIdentity) : null;

    private static string Introduction(string fileName, ClusterIdentity cluster, DateTimeOffset time) => FormattableString.Invariant($"""
        # What a change by PodSecurity found in {PrintableText.Escape(cluster.ToString())} on {time:yyyy-MM-dd HH:mm:ss} UTC.
        # {CommandLine.Of("Restore-PodSecurityBackup", ("Path", [fileName]))} brings it back.
        # So does kubectl apply -f, with the commands here for objects that did not exist.

        """).ReplaceLineEndings("\n");

    private static string Absent(ObjectState state)
    {
        var identity = new ObjectIdentity(state.Type.ApiVersion, state.Type.Kind, state.Namespace, state.Name);
        return $"# {KubectlCommand.Delete(state)}\n{AbsentStart}{JsonSerializer.Serialize(identity, Json.Default.ObjectIdentity)}\n";
    }

    /// <summary>What tells an object from all others in a cluster.</summary>
    internal sealed record ObjectIdentity(string ApiVersion, string Kind, string? Namespace, string Name);

    // This writes nothing but ASCII and no line break, whatever names hold.
    [JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
    [JsonSerializable(typeof(ObjectIdentity))]
    private sealed partial class Json : JsonSerializerContext;
}
