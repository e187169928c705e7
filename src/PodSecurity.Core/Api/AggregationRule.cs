namespace PodSecurity.Api;

/// <summary>Where an aggregated ClusterRole takes its rules from: the cluster roles that any of the selectors selects.</summary>
public sealed class AggregationRule : ExtensibleObject
{
    public IList<LabelSelector>? ClusterRoleSelectors { get; set; }

    internal bool Selects(RbacRole role) => (ClusterRoleSelectors ?? []).Any(selector => selector.Selects(role.Metadata.Labels));
}

/// <summary>Selects objects by label: all of matchLabels and matchExpressions must hold, so an empty selector selects everything.</summary>
public sealed class LabelSelector : ExtensibleObject
{
    public IDictionary<string, string>? MatchLabels { get; set; }
    public IList<LabelRequirement>? MatchExpressions { get; set; }

    internal bool Selects(IDictionary<string, string>? labels) =>
        (MatchLabels is null || MatchLabels.All(
            wanted => labels is not null && labels.TryGetValue(wanted.Key, out var value) && value == wanted.Value))
        && (MatchExpressions is null || MatchExpressions.All(requirement => requirement.Holds(labels)));
}

/// <summary>One expression of a label selector.</summary>
public sealed class LabelRequirement : ExtensibleObject
{
    public string Key { get; set; } = "";

    /// <summary><c>In</c>, <c>NotIn</c>, <c>Exists</c> or <c>DoesNotExist</c>.</summary>
    public string Operator { get; set; } = "";
    public IList<string>? Values { get; set; }

    // The server refuses any other operator, so one can only stand in a file; it selects nothing.
    internal bool Holds(IDictionary<string, string>? labels)
    {
        string? value = null;
        var present = labels is not null && labels.TryGetValue(Key, out value);
        var listed = present && Values is not null && Values.Contains(value!);
        return Operator switch
        {
            "In" => listed,
            "NotIn" => !listed,
            "Exists" => present,
            "DoesNotExist" => !present,
            _ => false,
        };
    }
}
