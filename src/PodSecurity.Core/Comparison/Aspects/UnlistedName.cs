namespace PodSecurity.Comparison.Aspects;

/// <summary>A name that stands for all that a list does not hold.</summary>
internal static class UnlistedName
{
    /// <summary>The first of the names that is not in the list; else the last with a number.</summary>
    public static string Beside(IReadOnlyCollection<string> list, params ReadOnlySpan<string> names)
    {
        foreach (var name in names)
        {
            if (!list.Contains(name))
            {
                return name;
            }
        }
        var last = names[^1];
        return Enumerable.Range(1, list.Count + 1).Select(number => $"{last}{number}").First(name => !list.Contains(name));
    }
}
