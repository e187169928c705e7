using System.Text;
using PodSecurity.Api;

namespace PodSecurity.Formatting;

/// <summary>A policy as <c>kubectl describe psp</c> shows it, and after that what kubectl leaves out.</summary>
internal sealed record PspDescription(
    string Name, IReadOnlyList<PspDescriptionLine> Settings, IReadOnlyList<PspDescriptionLine> MoreSettings)
{
    private const string None = "<none>";

    public static PspDescription Of(PodSecurityPolicy policy) =>
        new(policy.Name, [.. KubectlSettings(policy.Spec)],
            [.. FurtherSettings(policy)]) { Metadata = [.. LabelsAndAnnotations(policy.Metadata)] };

    /// <summary>Labels and annotations.</summary>
    public IReadOnlyList<PspDescriptionLine> Metadata { get; init; } = [];

    /// <summary>The whole text; lines end in <c>\n</c>, the last one too.</summary>
    public override string ToString()
    {
        var text = new StringBuilder($"Name:  {Name}\n");
        AppendSection(text, "Settings:", Settings);
        AppendSection(text, "Settings that kubectl does not show:", MoreSettings);
        return text.ToString();
    }

    /// <summary>Lines with their values in one column.</summary>
    public static IEnumerable<string> Align(IReadOnlyList<PspDescriptionLine> lines)
    {
        var width = lines.Max(line => line.IndentedLabel.Length) + 2;
        return lines.Select(line => $"{line.IndentedLabel.PadRight(width)}{line.Value}".TrimEnd());
    }

    private static void AppendSection(StringBuilder text, string title, IReadOnlyList<PspDescriptionLine> lines)
    {
        if (lines.Count == 0)
        {
            return;
        }
        text.Append('\n').Append(title).Append('\n');
        foreach (var line in Align(lines))
        {
            text.Append(line).Append('\n');
        }
    }

    private static IEnumerable<PspDescriptionLine> KubectlSettings(PodSecurityPolicySpec spec) =>
    [
        new("Allow Privileged", Flag(spec.Privileged)),
        new("Allow Privilege Escalation", spec.AllowPrivilegeEscalation is { } allowed ? Flag(allowed) : "<unset>"),
        new("Default Add Capabilities", List(spec.DefaultAddCapabilities)),
        new("Required Drop Capabilities", List(spec.RequiredDropCapabilities)),
        new("Allowed Capabilities", List(spec.AllowedCapabilities)),
        new("Allowed Volume Types", List(spec.Volumes)),
        .. ListIfAny("Allowed FlexVolume Types", spec.AllowedFlexVolumes?.Select(volume => $"driver={volume.Driver}")),
        .. ListIfAny("Allowed CSI Drivers", spec.AllowedCSIDrivers?.Select(driver => $"driver={driver.Name}")),
        .. ListIfAny("Allowed Unsafe Sysctls", spec.AllowedUnsafeSysctls),
        .. ListIfAny("Forbidden Sysctls", spec.ForbiddenSysctls),
        new("Allow Host Network", Flag(spec.HostNetwork)),
        new("Allow Host Ports", List(spec.HostPorts?.Select(range => $"{range.Min}-{range.Max}"))),
        new("Allow Host PID", Flag(spec.HostPID)),
        new("Allow Host IPC", Flag(spec.HostIPC)),
        new("Read Only Root Filesystem", Flag(spec.ReadOnlyRootFilesystem)),
        .. SELinux(spec.SELinux),
        .. Strategy("Run As User", spec.RunAsUser),
        .. Strategy("FSGroup", spec.FSGroup),
        .. Strategy("Supplemental Groups", spec.SupplementalGroups),
    ];

    private static IEnumerable<PspDescriptionLine> FurtherSettings(PodSecurityPolicy policy) =>
    [
        .. policy.Spec.RunAsGroup is { } group ? Strategy("Run As Group", group) : [],
        .. policy.Spec.DefaultAllowPrivilegeEscalation is { } escalation
            ? [new("Default Allow Privilege Escalation", Flag(escalation))]
            : (PspDescriptionLine[])[],
        .. ListIfAny("Allowed Host Paths", policy.Spec.AllowedHostPaths?.Select(path => path.ToString())),
        .. ListIfAny("Allowed Proc Mount Types", policy.Spec.AllowedProcMountTypes),
        .. RuntimeClasses(policy.Spec.RuntimeClass),
        .. Annotation(policy, "Allowed Seccomp Profiles", PspAnnotations.SeccompAllowed),
        .. Annotation(policy, "Default Seccomp Profile", PspAnnotations.SeccompDefault),
        .. Annotation(policy, "Allowed AppArmor Profiles", PspAnnotations.AppArmorAllowed),
        .. Annotation(policy, "Default AppArmor Profile", PspAnnotations.AppArmorDefault),
    ];

    private static IEnumerable<PspDescriptionLine> LabelsAndAnnotations(ObjectMetadata metadata) =>
        Map("Labels", metadata.Labels).Concat(Map("Annotations", metadata.Annotations.Where(item => !Shown.Contains(item.Key))));

    // The profiles stand above; the last is kubectl's own note, a whole policy long.
    private static readonly string[] Shown =
    [
        PspAnnotations.SeccompAllowed, PspAnnotations.SeccompDefault, PspAnnotations.AppArmorAllowed, PspAnnotations.AppArmorDefault,
        "kubectl.kubernetes.io/last-applied-configuration",
    ];

    private static IEnumerable<PspDescriptionLine> Map(string title, IEnumerable<KeyValuePair<string, string>> items) =>
        items.Select(
            item => new PspDescriptionLine(item.Key, OrNone(item.Value), 2)).ToList() is { Count: > 0 } lines ? [new(title), .. lines] : [];

    private static IEnumerable<PspDescriptionLine> SELinux(SELinuxRule? rule) =>
    [
        new($"SELinux Context Strategy: {rule?.Rule}"),
        new("User", OrNone(rule?.SELinuxOptions?.User), 2),
        new("Role", OrNone(rule?.SELinuxOptions?.Role), 2),
        new("Type", OrNone(rule?.SELinuxOptions?.Type), 2),
        new("Level", OrNone(rule?.SELinuxOptions?.Level), 2),
    ];

    private static IEnumerable<PspDescriptionLine> Strategy(string title, IDRule? rule) =>
    [
        new($"{title} Strategy: {rule?.Rule}"),
        new("Ranges", List(rule?.Ranges?.Select(range => $"{range.Min}-{range.Max}")), 2),
    ];

    private static IEnumerable<PspDescriptionLine> RuntimeClasses(RuntimeClassRule? rule) => rule is null ? [] :
    [
        new("Allowed Runtime Classes", List(rule.AllowedRuntimeClassNames)),
        new("Default Runtime Class", OrNone(rule.DefaultRuntimeClassName)),
    ];

    private static IEnumerable<PspDescriptionLine> Annotation(PodSecurityPolicy policy, string label, string key) =>
        policy.Metadata.Annotations?.TryGetValue(key, out var value) is true ? [new(label, OrNone(value))] : [];

    private static IEnumerable<PspDescriptionLine> ListIfAny(string label, IEnumerable<string>? items) =>
        items?.Any() is true ? [new(label, List(items))] : [];

    private static string List(IEnumerable<string>? items) => OrNone(string.Join(',', items ?? []));

    private static string OrNone(string? text) => string.IsNullOrEmpty(text) ? None : text;

    private static string Flag(bool value) => value ? "true" : "false";
}

/// <summary>A line of a description.</summary>
/// <param name="Value">Empty for a line that only heads those below it.</param>
/// <param name="Level">Depth: 1, or 2 below a heading line.</param>
internal sealed record PspDescriptionLine(string Label, string Value = "", int Level = 1)
{
    internal string IndentedLabel => $"{new string(' ', 2 * Level)}{Label}{(Value.Length > 0 ? ":" : "")}";

    public override string ToString() => $"{IndentedLabel} {Value}".TrimEnd();
}
