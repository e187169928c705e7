using System.Management.Automation;

namespace PodSecurity.Inputs;

/// <summary>Names and wildcards as a user gave them; null selects everything. Remembers which exact names were never met.</summary>
internal sealed class NameFilter(IReadOnlyCollection<string>? names)
{
    private readonly WildcardPattern[] _patterns = [.. (names ?? ["*"]).Select(
        name => new WildcardPattern(name, WildcardOptions.IgnoreCase))];
    private readonly HashSet<string> _exact =
        new((names ?? []).Where(name => !WildcardPattern.ContainsWildcardCharacters(name)).Select(
            WildcardPattern.Unescape), StringComparer.OrdinalIgnoreCase);

    public IEnumerable<string> Missing => _exact;

    public bool Matches(string name)
    {
        _exact.Remove(name);
        return _patterns.Any(pattern => pattern.IsMatch(name));
    }
}
