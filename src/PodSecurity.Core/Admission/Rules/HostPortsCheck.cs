using PodSecurity.Admission.Storage;

namespace PodSecurity.Admission.Rules;

/// <summary>hostPorts: the ports of the host that containers may take; no list allows none. In a host-network pod every port is one.</summary>
internal sealed class HostPortsCheck(PodSecurityPolicySpec policy) : PolicyRule
{
    private readonly (int Min, int Max)[] _ranges = [.. (policy.HostPorts ?? []).Select(range => (range.Min, range.Max))];

    public override void ValidateContainer(in EffectivePod pod, in EffectiveContainer container, PolicyRun run)
    {
        var ports = container.Container.Ports;
        for (var i = 0; i < ports.Count; i++)
        {
            var port = ports[i].HostPort == 0 && pod.Pod.HostNetwork ? ports[i].ContainerPortNumber : ports[i].HostPort;
            if (port > 0 && !Allows(port) && run.Refuse())
            {
                run.Report(FieldError.Invalid(
                    container.Field("hostPort"), port, $"Host port {port} is not allowed to be used. Allowed ports: [{Text(",")}]"));
            }
        }
    }

    public override Fix Fix(FieldError error)
    {
        var ports = error.Field.Replace("hostPort", "ports", StringComparison.Ordinal);
        return new(
            _ranges.Length == 0
                ? $"remove the host port {error.Value} from {ports} (and spec.hostNetwork, which makes every port a host port)"
                : $"use a host port in {Text(", ")} instead of {error.Value} in {ports} (or remove it)",
            $"add {{min: {error.Value}, max: {error.Value}}} to spec.hostPorts");
    }

    private bool Allows(int port)
    {
        foreach (var (min, max) in _ranges)
        {
            if (port >= min && port <= max)
                return true;
        }

        return false;
    }

    private string Text(string separator) =>
        string.Join(separator, _ranges.Select(range => range.Min == range.Max ? $"{range.Min}" : $"{range.Min}-{range.Max}"));
}
