namespace PodSecurity.Releases;

/// <summary>How a difference between releases is known, the surest first.</summary>
public enum ReleaseEvidence
{
    /// <summary>The original code of the release answered generated cases.</summary>
    Run,

    /// <summary>The source of the release was read.</summary>
    Seen,

    /// <summary>The release notes say so.</summary>
    ReleaseNotes,

    /// <summary>It follows from what is known of the releases around it.</summary>
    Reasoned,
}
