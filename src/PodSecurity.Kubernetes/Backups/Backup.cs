using System.Text;
using System.Text.RegularExpressions;
using PodSecurity.Api;
using PodSecurity.Change;
using PodSecurity.Cluster;
using PodSecurity.Kubernetes.Serialization;
using PodSecurity.Manifests;

namespace PodSecurity.Kubernetes.Backups;

/// <summary>
/// The former states of objects in a file: plain YAML for <c>kubectl apply -f</c>. An object that did not exist is a comment line with the
/// kubectl command that removes it, which <see cref="Read"/> understands as well.
/// </summary>
public static partial class Backup
{
    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false);

    /// <summary>Writes a new file, or adds to the one that this run began. What it says is on disk when this returns.</summary>
    /// <param name="path">A file system path, already resolved.</param>
    /// <exception cref="IOException">The file cannot be written, or a new one exists already: a backup is never overwritten.</exception>
    public static void Write(string path, IEnumerable<ObjectState> states, ClusterIdentity cluster, bool append)
    {
        using var file = new FileStream(path, append ? FileMode.Append : FileMode.CreateNew, FileAccess.Write);
        using var writer = new StreamWriter(file, Utf8);
        if (!append)
        {
            writer.Write(Introduction(path, cluster));
        }
        foreach (var state in states)
        {
            writer.Write(state.Body is { } body ? $"---\n{ManifestWriter.ToYaml(body)}" : $"# {DeleteCommand(state)}\n");
        }
        writer.Flush();
        file.Flush(flushToDisk: true);
    }

    /// <summary>The states in a backup, each object once: the first is the oldest. What is to come back stands before what is to go.</summary>
    /// <param name="origin">The path as the user knows it, for messages.</param>
    /// <exception cref="ManifestException">The file is no YAML, or holds an object that no backup holds.</exception>
    public static IReadOnlyList<ObjectState> Read(string path, string origin, CancellationToken cancellationToken)
    {
        var absent = File.ReadLines(path).Select(ToAbsentState).OfType<(int Line, ObjectState State)>().ToList();
        // Comments alone are no manifest, but a backup of objects that did not exist.
        var present = ManifestReader.ReadFile(path, origin, Bad, cancellationToken).Select(ToState);
        var oldest = present.Concat(absent).OrderBy(entry => entry.Line, Comparer<int>.Default).Select(entry => entry.State)
            .DistinctBy(state => (state.Type, state.Namespace, state.Name));
        return [.. oldest.OrderBy(state => state.Body is null, Comparer<bool>.Default)];

        void Bad(ManifestException fault)
        {
            if (absent.Count == 0 || fault.ErrorId != ManifestErrors.EmptyId)
            {
                ManifestReader.Throw(fault);
            }
        }
    }

    private static string Introduction(string path, ClusterIdentity cluster) => FormattableString.Invariant($"""
        # What a change by PodSecurity found in {cluster} on {DateTimeOffset.UtcNow:yyyy-MM-dd HH:mm:ss} UTC.
        # Restore-PodSecurityBackup -Path '{Path.GetFileName(path)}' brings it back. So does kubectl apply -f, with these commands
        # for objects that did not exist:

        """).ReplaceLineEndings("\n");

    private static string DeleteCommand(ObjectState state) =>
        $"kubectl delete {state.Type} {state.Name}{(state.Namespace is null ? "" : $" --namespace {state.Namespace}")}";

    private static (int Line, ObjectState State) ToState(ManifestDocument document)
    {
        var header = ObjectHeader.Read(document);
        var type = ResourceTypes.Find(header.ApiVersion, header.Kind) ?? throw new ManifestException(
            "BackupKindUnknown", $"{document.Source}: a backup holds no {header.Kind} of {header.ApiVersion}.", document.Source);
        var body = ManifestBody.Read(document);
        return (document.Source.Line ?? 0, new(type, header.Namespace, header.Name, body));
    }

    private static (int Line, ObjectState State)? ToAbsentState(string line, int index)
    {
        var command = DeleteLine().Match(line);
        if (!command.Success || ResourceTypes.Find(command.Groups["type"].Value) is not { } type)
        {
            return null;
        }
        var @namespace = command.Groups["namespace"];
        return (index + 1, new(type, @namespace.Success ? @namespace.Value : null, command.Groups["name"].Value, null));
    }

    [GeneratedRegex(@"^# kubectl delete (?<type>\S+) (?<name>\S+)(?: --namespace (?<namespace>\S+))?$")]
    private static partial Regex DeleteLine();
}
