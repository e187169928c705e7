namespace PodSecurity.Releases;

/// <summary>One thing that servers do from a release on and did not do before.</summary>
/// <param name="Name">Its name among <see cref="ReleaseFeatures"/>.</param>
/// <param name="Since">The first release that does it.</param>
/// <param name="Evidence">How that is known.</param>
/// <param name="Effect">What it changes.</param>
public sealed record ReleaseFeature(string Name, ReleaseNumber Since, ReleaseEvidence Evidence, string Effect)
{

    public override string ToString() => $"{Name} (since {Since}, {Evidence})";
}
