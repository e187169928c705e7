using System.Diagnostics;

namespace PodSecurity.Loading;

/// <summary>
/// Remembers names for as long as somebody types a command line; a failure is remembered too, so that Tab does not wait again.
/// </summary>
internal sealed class NameCache
{
    private static readonly TimeSpan Lifetime = TimeSpan.FromSeconds(30);

    private readonly Dictionary<string, (long AskedAt, IReadOnlyList<string> Names)> _entries = [];

    /// <param name="ask">Gives null when there is no answer.</param>
    public IReadOnlyList<string> GetOrAdd(string key, Func<IReadOnlyList<string>?> ask)
    {
        if (_entries.TryGetValue(key, out var entry) && Stopwatch.GetElapsedTime(entry.AskedAt) < Lifetime)
        {
            return entry.Names;
        }
        var names = ask() ?? [];
        _entries[key] = (Stopwatch.GetTimestamp(), names);
        return names;
    }
}
