using System.Collections.Frozen;

namespace PodSecurity.Admission.Strategies;

/// <summary>
/// An annotation of a policy that lists allowed profiles, separated by commas and nothing else. Absent is not the same as empty.
/// </summary>
internal sealed class ProfileList
{
    private readonly FrozenSet<string> _profiles;

    /// <param name="annotation">The list; null when the annotation is absent.</param>
    /// <param name="expand">What an entry stands for.</param>
    public ProfileList(string? annotation, Func<string, IEnumerable<string>> expand)
    {
        Text = annotation ?? "";
        _profiles = annotation is null ? FrozenSet<string>.Empty : annotation.Split(',').SelectMany(expand).ToFrozenSet(
            StringComparer.Ordinal);
    }

    /// <summary>The list as written; "" when absent.</summary>
    public string Text { get; }

    public bool IsEmpty => _profiles.Count == 0;

    /// <summary>Whether the list names this profile; a list that is written as "" names the profile "".</summary>
    public bool Contains(string profile) => _profiles.Contains(profile);
}
