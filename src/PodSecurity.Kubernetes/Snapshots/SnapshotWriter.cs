using System.IO.Compression;
using System.Text;
using System.Text.Json.Nodes;
using PodSecurity.Api;
using PodSecurity.Cluster;
using PodSecurity.Kubernetes.Serialization;
using PodSecurity.Manifests;
using PodSecurity.Verdicts;

namespace PodSecurity.Kubernetes.Snapshots;

/// <summary>What was just written to a snapshot.</summary>
/// <param name="Count">The objects of this type so far.</param>
public readonly record struct SnapshotProgress(ResourceType Type, int Count);

/// <summary>
/// Writes what decides about pods, and what makes them, into one file: a <c>kind: List</c>, JSON or (named .yaml or .yml) YAML, compressed
/// when the name ends in .gz. Objects go through one by one; the file appears under its name when it is complete.
/// </summary>
public static class SnapshotWriter
{
    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false);

    /// <param name="path">A file system path, already resolved; an existing file is replaced.</param>
    /// <param name="progress">Called for every object, on any thread.</param>
    /// <returns>How many objects of each type were written.</returns>
    /// <exception cref="ClusterException">The cluster cannot be read.</exception>
    public static async Task<IReadOnlyDictionary<ResourceType, int>> WriteAsync(
        IClusterGateway gateway, string path, Action<SnapshotProgress> progress, CancellationToken cancellationToken)
    {
        var unfinished = $"{path}.{Guid.NewGuid():N}.tmp";
        try
        {
            IReadOnlyDictionary<ResourceType, int> counts;
            using (var writer = Open(unfinished, isCompressed: HasExtension(path, ".gz")))
            {
                counts = await WriteAsync(gateway, FormatOf(path), writer, progress, cancellationToken).ConfigureAwait(false);
            }
            File.Move(unfinished, path, overwrite: true);
            return counts;
        }
        finally
        {
            File.Delete(unfinished);
        }
    }

    private static async Task<IReadOnlyDictionary<ResourceType, int>> WriteAsync(
        IClusterGateway gateway, IListFormat format, TextWriter writer, Action<SnapshotProgress> progress, CancellationToken cancellationToken)
    {
        var types = await ClusterInventory.SnapshotAsync(gateway, cancellationToken).ConfigureAwait(false);
        var counts = types.ToDictionary(type => type, _ => 0);
        format.Begin(writer);
        format.Write(writer, new SnapshotHeader(gateway.Identity, DateTimeOffset.UtcNow, types).ToJson());
        foreach (var type in types)
        {
            await foreach (var document in gateway.ListAsync(type, null, cancellationToken).ConfigureAwait(false))
            {
                var body = ManifestBody.Read(document);
                SnapshotRedaction.Apply(body);
                format.Write(writer, body);
                progress(new(type, ++counts[type]));
            }
        }
        format.End(writer);
        return counts;
    }

    private static StreamWriter Open(string path, bool isCompressed)
    {
        Stream file = new FileStream(path, FileMode.CreateNew, FileAccess.Write);
        return new(isCompressed ? new GZipStream(file, CompressionLevel.Optimal) : file, Utf8);
    }

    private static IListFormat FormatOf(string path)
    {
        var plain = HasExtension(path, ".gz") ? path[..^".gz".Length] : path;
        return HasExtension(plain, ".yaml") || HasExtension(plain, ".yml") ? new YamlList() : new JsonList();
    }

    private static bool HasExtension(string path, string extension) => path.EndsWith(extension, StringComparison.OrdinalIgnoreCase);

    /// <summary>How a List is written piece by piece.</summary>
    private interface IListFormat
    {
        void Begin(TextWriter writer);
        void Write(TextWriter writer, JsonObject item);
        void End(TextWriter writer);
    }

    /// <summary>One line for each object: readable, and two snapshots can be compared.</summary>
    private sealed class JsonList : IListFormat
    {
        private string _separator = "";

        public void Begin(TextWriter writer) => writer.Write("""{"kind":"List","apiVersion":"v1","metadata":{},"items":[""");

        public void Write(TextWriter writer, JsonObject item)
        {
            writer.Write($"{_separator}\n");
            writer.Write(item.ToJsonString());
            _separator = ",";
        }

        public void End(TextWriter writer) => writer.Write("\n]}\n");
    }

    private sealed class YamlList : IListFormat
    {
        public void Begin(TextWriter writer) => writer.Write("kind: List\napiVersion: v1\nmetadata: {}\nitems:\n");

        public void Write(TextWriter writer, JsonObject item)
        {
            var indent = "- ";
            foreach (var line in ManifestWriter.ToYaml(item).TrimEnd('\n').Split('\n'))
            {
                writer.Write(line.Length == 0 ? "\n" : $"{indent}{line}\n");
                indent = "  ";
            }
        }

        public void End(TextWriter writer)
        {
        }
    }
}
