using System.Collections.Concurrent;
using PodSecurity.Cluster;

namespace PodSecurity.Testing.Clusters;

/// <summary>A log that keeps everything.</summary>
public sealed class RecordingLog : IClusterLog
{
    private readonly ConcurrentQueue<(string Level, string Message)> _messages = new();

    public IReadOnlyList<string> All => [.. _messages.Select(entry => $"{entry.Level}: {entry.Message}")];

    public IReadOnlyList<string> Warnings => [.. _messages.Where(entry => entry.Level == "warning").Select(entry => entry.Message)];

    public void Verbose(string message) => _messages.Enqueue(("verbose", message));

    public void Debug(string message) => _messages.Enqueue(("debug", message));

    public void Information(string message) => _messages.Enqueue(("information", message));

    public void Warning(string message) => _messages.Enqueue(("warning", message));
}
