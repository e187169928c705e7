using System.Globalization;
using System.Text.RegularExpressions;
using PodSecurity.Cluster;

namespace PodSecurity.Hosting;

/// <summary>How backups are called that the user gave no name.</summary>
internal static partial class BackupNames
{
    /// <summary>For example <c>eks-default-psp-prod-20240131T120000000Z.yaml</c>: what Remove-EksDefaultPsp removed.</summary>
    public static string EksDefault(ClusterIdentity cluster) => Unique("eks-default-psp", cluster);

    /// <summary>What Restore-EksDefaultPsp found. Not to be taken for what Remove-EksDefaultPsp removed.</summary>
    public static string BeforeEksRestore(ClusterIdentity cluster) => Unique("before-eks-restore", cluster);

    /// <summary>What Remove-OrphanedPspUse removed.</summary>
    public static string OrphanedUse(ClusterIdentity cluster) => Unique("orphaned-psp-use", cluster);

    /// <summary>The backup that nobody asked for, of a change that cannot be rolled back.</summary>
    public static string Rescue(ClusterIdentity cluster) => Unique("podsecurity-rescue", cluster);

    // File systems take names of 255 characters; the end of an ARN is what tells clusters apart.
    private static string Unique(string what, ClusterIdentity cluster)
    {
        var name = NotForFileNames().Replace(cluster.Name, "_");
        var time = DateTimeOffset.UtcNow.ToString("yyyyMMdd'T'HHmmssfff'Z'", CultureInfo.InvariantCulture);
        return $"{what}-{name[Math.Max(0, name.Length - 200)..]}-{time}.yaml";
    }

    // Names of EKS contexts are ARNs with colons and slashes.
    [GeneratedRegex(@"[^A-Za-z0-9._-]+")]
    private static partial Regex NotForFileNames();
}
