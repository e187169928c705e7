using System.IO.Compression;
using System.Text;
using System.Text.Json.Nodes;
using PodSecurity.Api;
using PodSecurity.Cluster;
using PodSecurity.Kubernetes.Files;
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

    /// <param name="path">A file system path, already resolved.</param>
    /// <param name="overwrite">Whether an existing file is replaced.</param>
    /// <param name="progress">Called for every object, on any thread.</param>
    /// <returns>How many objects of each type were written.</returns>
    /// <exception cref="ClusterException">The cluster cannot be read.</exception>
    /// <exception cref="IOException">The file cannot be written; what was finished nevertheless is named.</exception>
    public static async Task<IReadOnlyDictionary<ResourceType, int>> WriteAsync(
        IClusterGateway gateway, string path, bool overwrite, Action<SnapshotProgress> progress, CancellationToken cancellationToken)
    {
        using var file = new NewFile(path);
        IReadOnlyDictionary<ResourceType, int> counts;
        using (var compressed = HasExtension(path, ".gz") ? new GZipStream(file.Content, CompressionLevel.Optimal, leaveOpen: true) : null)
        using (var text = new HashingOutput(compressed ?? file.Content))
        {
            counts = await WriteAsync(gateway, FormatOf(path), text, progress, cancellationToken).ConfigureAwait(false);
        }
        Publish(file, overwrite);
        return counts;
    }

    // It may have taken minutes: what is finished is not thrown away.
    private static void Publish(NewFile file, bool overwrite)
    {
        try
        {
            file.Publish(overwrite);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new IOException($"{e.Message} The finished snapshot is in {file.PublishBeside()}.", e);
        }
    }

    private static async Task<IReadOnlyDictionary<ResourceType, int>> WriteAsync(
        IClusterGateway gateway, IListFormat format, HashingOutput output, Action<SnapshotProgress> progress,
            CancellationToken cancellationToken)
    {
        using var writer = new StreamWriter(output, Utf8, leaveOpen: true);
        var types = await ClusterInventory.SnapshotAsync(gateway, cancellationToken).ConfigureAwait(false);
        var counts = types.ToDictionary(type => type, _ => 0);
        format.Begin(writer);
        var header = new SnapshotHeader(gateway.Identity, DateTimeOffset.UtcNow, types)
        {
            KubernetesVersion = await gateway.ServerVersionAsync(cancellationToken).ConfigureAwait(false),
        };
        format.Write(writer, header.ToJson());
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
        format.BeginItem(writer);
        await writer.FlushAsync(cancellationToken).ConfigureAwait(false);
        writer.Write(EndMark.Text(counts.Values.Sum(), output.Hash));
        format.End(writer);
        return counts;
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

        /// <summary>What stands before the text of an item, which may be JSON on one line in either format.</summary>
        void BeginItem(TextWriter writer);

        void Write(TextWriter writer, JsonObject item);

        void End(TextWriter writer);
    }

    /// <summary>One line for each object: readable, and two snapshots can be compared.</summary>
    private sealed class JsonList : IListFormat
    {
        private string _separator = "";

        public void Begin(TextWriter writer) => writer.Write("""{"kind":"List","apiVersion":"v1","metadata":{},"items":[""");

        public void BeginItem(TextWriter writer)
        {
            writer.Write($"{_separator}\n");
            _separator = ",";
        }

        public void Write(TextWriter writer, JsonObject item)
        {
            BeginItem(writer);
            writer.Write(item.ToJsonString());
        }

        public void End(TextWriter writer) => writer.Write(SnapshotHeader.JsonEnding);
    }

    private sealed class YamlList : IListFormat
    {
        public void Begin(TextWriter writer) => writer.Write("kind: List\napiVersion: v1\nmetadata: {}\nitems:\n");

        public void BeginItem(TextWriter writer) => writer.Write("- ");

        public void Write(TextWriter writer, JsonObject item)
        {
            BeginItem(writer);
            var indent = "";
            foreach (var line in ManifestWriter.ToYaml(item).TrimEnd('\n').Split('\n'))
            {
                writer.Write(line.Length == 0 ? "\n" : $"{indent}{line}\n");
                indent = "  ";
            }
        }

        public void End(TextWriter writer) => writer.Write(SnapshotHeader.YamlEnding);
    }
}
