using System.Diagnostics;

namespace PodSecurity.Loading;

/// <summary>
/// Remembers names for as long as somebody types a command line. A failure is remembered too, so that Tab does not wait again; what is
/// still on its way is taken when it has come.
/// </summary>
internal sealed class NameCache
{
    private static readonly TimeSpan Lifetime = TimeSpan.FromSeconds(30);

    private readonly Dictionary<string, (long AskedAt, Task<IReadOnlyList<string>> Answer)> _entries = [];

    /// <param name="patience">How long to wait for what was not asked before.</param>
    public IReadOnlyList<string> GetOrAdd(string key, Func<Task<IReadOnlyList<string>>> ask, TimeSpan patience)
    {
        if (_entries.TryGetValue(key, out var entry) && Stopwatch.GetElapsedTime(entry.AskedAt) < Lifetime)
        {
            patience = TimeSpan.Zero;
        }
        else
        {
            _entries[key] = entry = (Stopwatch.GetTimestamp(), ask());
        }
        try
        {
            return entry.Answer.Wait(patience) ? entry.Answer.Result : [];
        }
        catch (AggregateException)
        {
            return [];
        }
    }
}
