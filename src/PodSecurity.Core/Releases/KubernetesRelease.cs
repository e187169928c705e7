using PodSecurity.Releases;

namespace PodSecurity;

/// <summary>
/// A release of Kubernetes that has PodSecurityPolicies, 1.13 to 1.24: verdicts, words and validation are those of its API server with
/// feature gates at their defaults. One entry stands for all patches of a minor release, but for the first ones of 1.19.
/// </summary>
public sealed class KubernetesRelease
{
    // The patches 1.19.0 to 1.19.3 do not take docker/default and runtime/default as one.
    private static readonly ReleaseNumber First19 = new(19, 3);

    private readonly ReleaseNumber _number;

    private KubernetesRelease(ReleaseNumber number) => _number = number;

    /// <summary>Every release, oldest first.</summary>
    public static IReadOnlyList<KubernetesRelease> All { get; } =
    [
        .. Enumerable.Range(13, 12).Select(minor => new ReleaseNumber(minor, ReleaseNumber.LastPatch)).Append(First19)
            .Order(Comparer<ReleaseNumber>.Default)
            .Select(number => new KubernetesRelease(number)),
    ];

    /// <summary>
    /// The release that is meant where nobody says which, and no server does: the one whose verdicts are proven pod by pod against a real
    /// API server.
    /// </summary>
    public static KubernetesRelease Default { get; } = Find("1.20")!;

    public static KubernetesRelease Oldest => All[0];

    public static KubernetesRelease Newest => All[^1];

    /// <summary>For example <c>1.20</c>; <c>1.19.3</c> stands for 1.19.0 to 1.19.3.</summary>
    public string Name => _number.ToString();

    /// <summary>The minor version, for example 20.</summary>
    public int Minor => _number.Minor;

    /// <summary>
    /// The release of a version such as <c>1.20</c>, <c>v1.20.7</c> or <c>v1.20.15-eks-14c7a48</c>; null when it has none of these
    /// numbers, or cannot be read.
    /// </summary>
    public static KubernetesRelease? Find(string? version) => ReleaseNumber.TryParse(version, out var number)
        ? All.FirstOrDefault(release => release.Minor == number.Minor && release._number >= number)
        : null;

    /// <summary>Whether this is the version of a release that has no PodSecurityPolicies any more: 1.25 or later.</summary>
    public static bool IsAfterPolicies(string? version) =>
        ReleaseNumber.TryParse(version, out var number) && number.Minor > Newest.Minor;

    /// <summary>Whether this is the version of a release before the first one that is known here.</summary>
    public static bool IsBeforeKnown(string? version) => ReleaseNumber.TryParse(version, out var number) && number.Minor < Oldest.Minor;

    /// <summary>The volume that a server of this release adds for a service account's token.</summary>
    public TokenVolume TokenVolume => Has(ReleaseFeatures.ProjectedTokenVolume) ? TokenVolume.Projected : TokenVolume.Secret;

    /// <summary>Whether servers of this release do so.</summary>
    public bool Has(ReleaseFeature feature)
    {
        ArgumentNullException.ThrowIfNull(feature);
        return _number >= feature.Since;
    }

    public override string ToString() => Name;
}
