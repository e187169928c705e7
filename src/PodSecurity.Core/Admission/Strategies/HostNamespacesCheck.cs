namespace PodSecurity.Admission.Strategies;

/// <summary>
/// Namespaces of the node. The server names these fields where its internal model holds them, in spec.securityContext.
/// <para>Restricted: spec.hostNetwork, spec.hostPID, spec.hostIPC.</para>
/// <para>Allowed: false or absent; true where the policy's field of the same name is true.</para>
/// <para>Source: ValidatePod in pkg/security/podsecuritypolicy/provider.go.</para>
/// </summary>
internal sealed class HostNamespacesCheck(PodSecurityPolicySpec policy) : Strategy
{
    private readonly bool _network = policy.HostNetwork;
    private readonly bool _pid = policy.HostPID;
    private readonly bool _ipc = policy.HostIPC;

    public override void ValidatePod(in EffectivePod pod, PolicyRun run)
    {
        if (pod.Pod.HostNetwork && !_network)
        {
            run.Refuse(run.Collecting ? NotAllowed("hostNetwork", "Host network") : null);
        }
        if (pod.Pod.HostPID && !_pid)
        {
            run.Refuse(run.Collecting ? NotAllowed("hostPID", "Host PID") : null);
        }
        if (pod.Pod.HostIPC && !_ipc)
        {
            run.Refuse(run.Collecting ? NotAllowed("hostIPC", "Host IPC") : null);
        }
    }

    private static Refusal NotAllowed(string name, string title) => new(
        FieldError.Invalid($"spec.securityContext.{name}", true, $"{title} is not allowed to be used"),
        new(at => $"set {at}spec.{name} to false (or remove it)", $"set spec.{name}: true"));
}
