using PodSecurity.Api;

namespace PodSecurity.Impact;

/// <summary>What a cluster does to every new pod, whatever its policies are.</summary>
public sealed record ImpactOptions
{
    /// <summary>Which cluster or snapshot it is, for the results.</summary>
    public string? Cluster { get; init; }

    /// <summary>Who creates bare pods; null: somebody of whom nothing is known but that the server let them in.</summary>
    public PolicyIdentity? PodCreator { get; init; }

    /// <summary>The volume that the server adds for the service account's token.</summary>
    public TokenVolume TokenVolume { get; init; } = TokenVolume.Projected;

    /// <summary>The service accounts (namespace, name) with <c>automountServiceAccountToken: false</c>.</summary>
    public IReadOnlySet<(string Namespace, string Name)> AccountsWithoutToken { get; init; } = new HashSet<(string, string)>();

    /// <summary>A verdict for every pod, also where that of its template says the same.</summary>
    public bool IncludePods { get; init; }

    /// <summary>The volume that a new pod of this namespace gets. The pod's own word counts before its service account's.</summary>
    public TokenVolume TokenFor(Pod pod, string @namespace)
    {
        ArgumentNullException.ThrowIfNull(pod);
        return pod.AutomountServiceAccountToken is null && AccountsWithoutToken.Contains((@namespace, pod.ServiceAccountOrDefault()))
            ? TokenVolume.None
            : TokenVolume;
    }
}
