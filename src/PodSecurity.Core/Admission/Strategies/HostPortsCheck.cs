using PodSecurity.Api;

namespace PodSecurity.Admission.Strategies;

/// <summary>
/// Ports of the node. In a host-network pod every port is one.
/// <para>Restricted: ports[*].hostPort of containers; 0 is none.</para>
/// <para>Allowed: the ranges in spec.hostPorts; without a list none.</para>
/// <para>Source: hasInvalidHostPort and ValidateContainer in pkg/security/podsecuritypolicy/provider.go.</para>
/// </summary>
internal sealed class HostPortsCheck(PodSecurityPolicySpec policy) : Strategy
{
    private readonly (int Min, int Max)[] _ranges = [.. policy.HostPorts.Select(range => (range.Min, range.Max))];

    public override void ValidateContainer(in EffectivePod pod, in EffectiveContainer container, PolicyRun run)
    {
        var ports = container.Container.Ports;
        for (var i = 0; i < ports.Count; i++)
        {
            var port = pod.Pod.HostPortOf(ports[i]);
            if (port > 0 && !Allows(port))
            {
                run.Refuse(run.Collecting ? NotAllowed(container, port) : null);
            }
        }
    }

    private Refusal NotAllowed(in EffectiveContainer container, int port)
    {
        var ports = container.Field("ports");
        return new(
            FieldError.Invalid(
                container.Field("hostPort"), port, $"Host port {port} is not allowed to be used. Allowed ports: [{Text(",")}]"),
            new(
                at => _ranges.Length == 0
                    ? $"remove the host port {port} from {at}{ports} (and {at}spec.hostNetwork, which makes every port a host port)"
                    : $"use a host port in {Text(", ")} instead of {port} in {at}{ports} (or remove it)",
                $"add {{min: {port}, max: {port}}} to spec.hostPorts"));
    }

    private bool Allows(int port)
    {
        foreach (var (min, max) in _ranges)
        {
            if (port >= min && port <= max)
            {
                return true;
            }
        }
        return false;
    }

    private string Text(string separator) => string.Join(separator, _ranges.Select(range => RangeText.Of(range.Min, range.Max)));
}
