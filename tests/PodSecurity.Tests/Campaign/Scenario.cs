namespace PodSecurity.Tests.Campaign;

/// <summary>A command that writes, and what is there before.</summary>
/// <param name="Setup">Run first, without faults.</param>
/// <param name="Script">$n is new for each run; $folder is a folder of the campaign.</param>
/// <param name="IsOneChange">Whether all of it is one change: made or not made.</param>
public sealed record Scenario(string Name, string Setup, string Script, bool IsOneChange = true)
{
    private const string RemoveEks = "Remove-EksDefaultPsp -Force -Confirm:$false -BackupPath $folder/$n.yaml";
    private const string RestoreEks = "Restore-EksDefaultPsp -Confirm:$false -BackupPath $folder/$n.yaml";
    private const string Grant = "Grant-PspUse a -Group one -Namespace team -Confirm:$false";

    private const string Writer =
        "$writer | New-PodSecurityPolicy; Grant-PspUse writer -Group system:authenticated -ClusterWide -Confirm:$false";

    public static IReadOnlyList<Scenario> All { get; } =
    [
        new("New", "", "$a | New-PodSecurityPolicy"),
        new("New-Several", "", "$a, $b | New-PodSecurityPolicy", IsOneChange: false),
        new("New-Existing", "$a | New-PodSecurityPolicy", "$a | New-PodSecurityPolicy"),
        new("New-Restrictive", "", "New-RestrictivePsp web -BackupPath $folder/$n.yaml"),
        new("Set-Create", "", "$a | Set-PodSecurityPolicy"),
        new("Set-Change", "$a | New-PodSecurityPolicy", "$changed | Set-PodSecurityPolicy -PassThru"),
        new("Set-Remove-Field", "$changed | New-PodSecurityPolicy", "$a | Set-PodSecurityPolicy"),
        new("Remove", "$a | New-PodSecurityPolicy", "Remove-PodSecurityPolicy a -Confirm:$false"),
        new("Remove-Several", "$a, $b | New-PodSecurityPolicy", "Remove-PodSecurityPolicy * -Confirm:$false", IsOneChange: false),
        new("Grant", "$a | New-PodSecurityPolicy", Grant),
        new("Grant-More", $"$a | New-PodSecurityPolicy; {Grant}", "Grant-PspUse a -Group two -Namespace team -Confirm:$false"),
        new("Grant-Everywhere", "$a | New-PodSecurityPolicy", "Grant-PspUse a -Group one -ClusterWide -Confirm:$false"),
        new("Revoke-One", $"{Grant}; Grant-PspUse a -Group two -Namespace team -Confirm:$false",
            "Revoke-PspUse a -Group two -Namespace team -Confirm:$false"),
        new("Revoke-Last", Grant, "Revoke-PspUse a -Group one -Namespace team -Confirm:$false"),
        new("Label", "", "Set-PodSecurityLabel team -Enforce baseline -Confirm:$false -PassThru") { Namespaces = ["team"] },
        new("Label-Several", "",
            "Set-PodSecurityLabel team, other -Warn baseline -Confirm:$false -BackupPath $folder/$n.yaml", IsOneChange: false)
        {
            Namespaces = ["team", "other"],
        },
        new("Label-Backup",
            "Set-PodSecurityLabel team -Warn baseline -Confirm:$false -BackupPath $folder/label-$n.yaml; "
            + "$backup = \"$folder/label-$n.yaml\"",
            "Restore-PodSecurityBackup $backup -Confirm:$false")
        {
            Namespaces = ["team"],
        },
        new("Eks-Remove", RestoreEks, RemoveEks),
        new("Eks-Restore", "", RestoreEks),
        new("Mutation", Writer, "Set-PspMutation -Namespace team -BackupPath $folder/$n.yaml"),
        new("Orphans", $"{Grant}; Grant-PspUse b -Group two -ClusterWide -Confirm:$false",
            "Remove-OrphanedPspUse -Confirm:$false -BackupPath $folder/$n.yaml"),
        new("Backup",
            $"{Grant}; Grant-PspUse a -Group two -Namespace team -Confirm:$false -BackupPath $folder/backup-$n.yaml; $backup = "
            + "\"$folder/backup-$n.yaml\"",
            "Restore-PodSecurityBackup $backup -Confirm:$false", IsOneChange: false),
    ];

    /// <summary>Namespaces that are there before.</summary>
    public IReadOnlyList<string> Namespaces { get; init; } = [];

    public override string ToString() => Name;
}
