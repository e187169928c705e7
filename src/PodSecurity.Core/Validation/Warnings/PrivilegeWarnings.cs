namespace PodSecurity.Validation.Warnings;

/// <summary>Privileged containers, privilege escalation, capabilities.</summary>
internal static class PrivilegeWarnings
{
    private const string CapPrefix = "CAP_";

    private static readonly Dictionary<string, string> Dangers = new()
    {
        ["ALL"] = "do all that capabilities give",
        ["BPF"] = "load programs into the node's kernel",
        ["DAC_READ_SEARCH"] = "read files of the node outside of its own file system",
        ["SYS_ADMIN"] = "mount file systems and leave its isolation in many ways",
        ["SYS_MODULE"] = "load modules into the node's kernel",
        ["SYS_PTRACE"] = "read and change every process that it sees",
        ["SYS_RAWIO"] = "reach the node's devices and memory directly",
    };

    public static IEnumerable<Remark> Privileged(PodSecurityPolicy policy) => Remark.When(
        policy.Spec.Privileged, "spec.privileged",
        "Privileged containers have every capability and all devices of their node: who may use this policy is root on the nodes.");

    public static IEnumerable<Remark> PrivilegedWithoutEscalation(PodSecurityPolicy policy) => Remark.When(
        policy.Spec is { Privileged: true, AllowPrivilegeEscalation: false }, "spec.allowPrivilegeEscalation",
        "Admission sets allowPrivilegeEscalation to false, and the server then refuses every privileged container: spec.privileged has no "
        + "effect. Allow both or none.");

    public static IEnumerable<Remark> EscalationAllowedByDefault(PodSecurityPolicy policy) => Remark.When(
        policy.Spec is { Privileged: false, AllowPrivilegeEscalation: null }, "spec.allowPrivilegeEscalation",
        "Absent means true: containers may gain privileges by setuid programs. Set it to false, or to true to say that this is meant.");

    public static IEnumerable<Remark> AllCapabilities(PodSecurityPolicy policy) => Remark.When(
        policy.Spec.AllowedCapabilities?.Contains("*") is true, "spec.allowedCapabilities",
        "Containers may add every capability, SYS_ADMIN included. Name those that are needed.");

    public static IEnumerable<Remark> DangerousCapabilities(PodSecurityPolicy policy) =>
        from list in Lists(policy)
        where list.Field != "spec.requiredDropCapabilities"
        from capability in list.Names
        where Dangers.ContainsKey(capability)
        select new Remark(list.Field, $"{capability} lets a container {Dangers[capability]}.");

    public static IEnumerable<Remark> CapabilityNames(PodSecurityPolicy policy) =>
        from list in Lists(policy)
        from name in list.Names
        where name.StartsWith(CapPrefix, StringComparison.OrdinalIgnoreCase) || name.Any(char.IsAsciiLetterLower)
        select new Remark(list.Field, $"'{name}' is compared letter by letter with what pods say; they write '{Canonical(name)}'.");

    public static IEnumerable<Remark> MisplacedWildcards(PodSecurityPolicy policy) =>
        from list in Lists(policy)
        where list.Field != "spec.allowedCapabilities" && list.Names.Contains("*")
        select new Remark(
            list.Field, "'*' is a wildcard in allowedCapabilities only; containers would get it as the name of a capability. Use ALL.");

    public static IEnumerable<Remark> AllowedTwice(PodSecurityPolicy policy) =>
        from capability in policy.Spec.AllowedCapabilities ?? []
        where policy.Spec.DefaultAddCapabilities?.Contains(capability) is true
        select new Remark("spec.allowedCapabilities", $"{capability} is allowed already, because it is in defaultAddCapabilities.");

    public static IEnumerable<Remark> AddedToAll(PodSecurityPolicy policy) => Remark.When(
        policy.Spec.DefaultAddCapabilities is { Count: > 0 }, "spec.defaultAddCapabilities",
        $"Every container that does not drop them gets {string.Join(", ", policy.Spec.DefaultAddCapabilities ?? [])}, needed or not. "
        + "With allowedCapabilities instead, only containers that ask get them.");

    private static IEnumerable<(string Field, IEnumerable<string> Names)> Lists(PodSecurityPolicy policy) =>
    [
        ("spec.defaultAddCapabilities", policy.Spec.DefaultAddCapabilities ?? []),
        ("spec.requiredDropCapabilities", policy.Spec.RequiredDropCapabilities ?? []),
        ("spec.allowedCapabilities", policy.Spec.AllowedCapabilities ?? []),
    ];

    private static string Canonical(string name)
    {
        var upper = name.ToUpperInvariant();
        return upper.StartsWith(CapPrefix, StringComparison.Ordinal) ? upper[CapPrefix.Length..] : upper;
    }
}
