using PodSecurity.Conversion.Cel;

namespace PodSecurity.Conversion.Fields;

/// <summary>spec.hostPorts; on the host's network the server has made every port one of the host.</summary>
internal sealed class HostPortsField : IPolicyField
{
    private const string Name = "hostPort";

    public IEnumerable<Demand> Demands(PodSecurityPolicy policy)
    {
        var ranges = policy.Spec.HostPorts.Select(range => ((long)range.Min, (long)range.Max)).ToList();
        return
        [
            new(
                $"spec.containers[*].hostPort: Host port is not allowed to be used. Allowed ports: "
                + $"[{string.Join(',', policy.Spec.HostPorts)}]",
                PodTerms.Containers.All("c", container => container.LacksOr("ports", container.List<CelObject>("ports").All(
                    "p", port => port.LacksOr(Name, port.Int(Name).Is(0) | port.Int(Name).IsWithin(ranges)))))),
        ];
    }
}
