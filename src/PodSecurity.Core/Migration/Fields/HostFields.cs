namespace PodSecurity.Migration.Fields;

/// <summary>What of the host a pod may reach, and what runs as if there were no container.</summary>
internal static class HostFields
{
    public static IEnumerable<FieldComparison> Of(PodSecurityPolicySpec spec, LevelProbe level) =>
    [
        FieldComparison.OfFlag(
            "spec.privileged", spec.Privileged, "privileged containers", level.Allows(context => context with { Privileged = true })),
        FieldComparison.OfFlag(
            "spec.hostNetwork", spec.HostNetwork, "the host's network", level.Allows(pod => pod with { HostNetwork = true })),
        FieldComparison.OfFlag(
            "spec.hostPID", spec.HostPID, "the host's processes", level.Allows(pod => pod with { HostPID = true })),
        FieldComparison.OfFlag("spec.hostIPC", spec.HostIPC, "the host's IPC", level.Allows(pod => pod with { HostIPC = true })),
        Ports(spec.HostPorts, level.AllowsContainer(container => container with { Ports = [new(80, 80)] })),
        .. Unknown(level),
    ];

    private static FieldComparison Ports(HostPortRangeList ranges, bool levelAllows)
    {
        var (none, all) = (ranges.Count == 0, ranges.Any(range => range is { Min: <= 1, Max: 65535 }));
        return new("spec.hostPorts", FieldComparison.Text(ranges))
        {
            Forbids = none || levelAllows ? null : $"the host's ports {ranges}",
            Exceeds = !none && !levelAllows,
            LeavesOpen = !levelAllows || all ? null : none ? "the host's ports" : $"ports of the host other than {ranges}",
        };
    }

    /// <summary>What the Standards look at and policies never did.</summary>
    private static IEnumerable<FieldComparison> Unknown(LevelProbe level)
    {
        const string setting = "(policies do not know it)";
        if (!level.Allows(context => context with { HostProcess = true }))
        {
            yield return new("(pods) windowsOptions.hostProcess", setting) { Forbids = "host processes on Windows" };
        }
        if (!level.AllowsContainer(container => container with { HandlerHosts = [new("livenessProbe.httpGet", "example.com")] }))
        {
            yield return new("(pods) host of probes and lifecycle handlers", setting) { Forbids = "probes and handlers that name a host" };
        }
    }
}
