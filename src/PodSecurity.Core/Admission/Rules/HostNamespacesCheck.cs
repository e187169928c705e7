namespace PodSecurity.Admission.Rules;

/// <summary>hostNetwork, hostPID, hostIPC: the pod may share them only if the policy says so.</summary>
internal sealed class HostNamespacesCheck(PodSecurityPolicySpec policy) : PolicyRule
{
    private readonly bool _network = policy.HostNetwork;
    private readonly bool _pid = policy.HostPID;
    private readonly bool _ipc = policy.HostIPC;

    public override void ValidatePod(in EffectivePod pod, PolicyRun run)
    {
        if (pod.Pod.HostNetwork && !_network && run.Refuse())
            run.Report(Refused("hostNetwork", "Host network is not allowed to be used"));
        if (pod.Pod.HostPID && !_pid && run.Refuse())
            run.Report(Refused("hostPID", "Host PID is not allowed to be used"));
        if (pod.Pod.HostIPC && !_ipc && run.Refuse())
            run.Report(Refused("hostIPC", "Host IPC is not allowed to be used"));
    }

    public override Fix Fix(FieldError error)
    {
        // The server names the field where its internal model holds it; a manifest holds it in spec.
        var name = error.Field[(error.Field.LastIndexOf('.') + 1)..];
        return new($"set spec.{name} to false (or remove it)", $"set spec.{name}: true");
    }

    private static FieldError Refused(string name, string detail) => FieldError.Invalid($"spec.securityContext.{name}", true, detail);
}
