namespace PodSecurity.Conversion.Fields;

/// <summary>spec.hostNetwork, spec.hostPID, spec.hostIPC: flags of the pod that the policy's flag of the same name allows.</summary>
internal sealed class HostNamespacesField : IPolicyField
{
    public IEnumerable<Demand> Demands(PodSecurityPolicy policy) =>
    [
        .. Demands("hostNetwork", "Host network", policy.Spec.HostNetwork),
        .. Demands("hostPID", "Host PID", policy.Spec.HostPID),
        .. Demands("hostIPC", "Host IPC", policy.Spec.HostIPC),
    ];

    private static IEnumerable<Demand> Demands(string field, string title, bool allowed) => allowed ? [] :
    [
        new($"spec.{field}: {title} is not allowed to be used", PodTerms.Spec.LacksOr(field, !PodTerms.Spec.Bool(field))),
    ];
}
