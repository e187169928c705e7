namespace PodSecurity.Formatting;

/// <summary>A policy as one row of <c>kubectl get psp</c>; texts as the server prints them, empty where it prints nothing.</summary>
internal sealed record PspRow(
    string Name, string Priv, string Caps, string SELinux, string RunAsUser, string FSGroup, string SupGroup, string ReadOnlyRootFs,
        string Volumes)
{
    public static PspRow Of(PodSecurityPolicy policy) => new(
        policy.Name,
        Flag(policy.Spec.Privileged),
        string.Join(',', policy.Spec.AllowedCapabilities ?? []),
        policy.Spec.SELinux?.Rule ?? "",
        policy.Spec.RunAsUser?.Rule ?? "",
        policy.Spec.FSGroup?.Rule ?? "",
        policy.Spec.SupplementalGroups?.Rule ?? "",
        Flag(policy.Spec.ReadOnlyRootFilesystem),
        string.Join(',', policy.Spec.Volumes ?? []));

    private static string Flag(bool value) => value ? "true" : "false";
}
