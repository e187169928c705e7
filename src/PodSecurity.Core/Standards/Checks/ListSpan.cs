using System.Runtime.InteropServices;

namespace PodSecurity.Standards.Checks;

/// <summary>
/// The items of a list without a call through its interface for each: verdicts are mostly loops over short or empty lists, and those
/// calls take longer than the checks themselves (three times as long for pods that pass, measured).
/// </summary>
internal static class ListSpan
{
    public static ReadOnlySpan<T> Of<T>(IReadOnlyList<T>? list) => list switch
    {
        null => [],
        List<T> items => CollectionsMarshal.AsSpan(items),
        T[] items => items,
        _ => list.ToArray(),
    };

    public static bool Any<T>(IReadOnlyList<T>? list, Func<T, bool> predicate)
    {
        foreach (var item in Of(list))
        {
            if (predicate(item))
            {
                return true;
            }
        }
        return false;
    }
}
