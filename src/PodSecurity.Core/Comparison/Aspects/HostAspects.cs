using System.Text.Json.Nodes;
using PodSecurity.Api;

namespace PodSecurity.Comparison.Aspects;

/// <summary>Namespaces and ports of the node.</summary>
internal static class HostAspects
{
    public static IEnumerable<PodVariation> Network(PodSecurityPolicy allowing, PodSecurityPolicy refusing) =>
        Flag("hostNetwork", refusing.Spec.HostNetwork);

    public static IEnumerable<PodVariation> ProcessIds(PodSecurityPolicy allowing, PodSecurityPolicy refusing) =>
        Flag("hostPID", refusing.Spec.HostPID);

    public static IEnumerable<PodVariation> Ipc(PodSecurityPolicy allowing, PodSecurityPolicy refusing) =>
        Flag("hostIPC", refusing.Spec.HostIPC);

    public static IEnumerable<PodVariation> Ports(PodSecurityPolicy allowing, PodSecurityPolicy refusing) =>
        from gap in RangeGaps.Between(Ranges(allowing), Ranges(refusing), 1, ushort.MaxValue)
        select new PodVariation("spec.hostPorts", RangeText.Of(gap.Min, gap.Max), pod => pod.Container().List("ports").Add(
            new JsonObject { ["containerPort"] = gap.Min, ["hostPort"] = gap.Min }));

    private static IEnumerable<PodVariation> Flag(string name, bool isAllowed) =>
        isAllowed ? [] : [new($"spec.{name}", "true", pod => pod.Spec()[name] = true)];

    private static IEnumerable<(long, long)> Ranges(PodSecurityPolicy policy) =>
        policy.Spec.HostPorts.Select(range => ((long)range.Min, (long)range.Max));
}
