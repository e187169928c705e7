using System.Security.Cryptography;
using PodSecurity.Change;
using PodSecurity.Cluster;
using PodSecurity.Kubernetes.Files;

namespace PodSecurity.Kubernetes.Backups;

/// <summary>The backup that one run writes. At every moment it is whole, or not there; another file is never overwritten.</summary>
/// <param name="path">A file system path, already resolved.</param>
public sealed class BackupFile(string path, ClusterIdentity cluster)
{
    private readonly DateTimeOffset _time = DateTimeOffset.UtcNow;
    private readonly List<ObjectState> _states = [];
    private byte[]? _written;

    /// <summary>Adds states and has all of them on disk when it returns. Of several states of one object the oldest stays.</summary>
    /// <exception cref="IOException">The file cannot be written, or there is one that is not of this run.</exception>
    /// <exception cref="UnauthorizedAccessException">Files may not be created there.</exception>
    public void Add(IEnumerable<ObjectState> states)
    {
        ObjectState[] all = [.. _states.Concat(states).DistinctBy(state => (state.Type, state.Namespace, state.Name))];
        var content = BackupText.Write(Path.GetFileName(path), cluster, _time, all);
        using var file = new NewFile(path);
        EnsureOurs();
        file.Content.Write(content);
        file.Publish(overwrite: _written is not null);
        _states.Clear();
        _states.AddRange(all);
        _written = SHA256.HashData(content);
    }

    private void EnsureOurs()
    {
        if (_written is not null && File.Exists(path) && !SHA256.HashData(File.ReadAllBytes(path)).SequenceEqual(_written))
        {
            throw new IOException($"{path} was changed by somebody else meanwhile.");
        }
    }
}
