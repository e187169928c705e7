using PodSecurity.Api;

namespace PodSecurity.Standards.Checks;

/// <summary>
/// hostNamespaces (baseline): the namespaces of the host are not shared.
/// <para>Restricted fields: <c>spec.hostNetwork</c>, <c>spec.hostPID</c>, <c>spec.hostIPC</c>.</para>
/// <para>Allowed values: absent, false.</para>
/// </summary>
/// <remarks>Source: kubernetes/pod-security-admission, policy/check_hostNamespaces.go.</remarks>
internal sealed class HostNamespacesCheck : StandardRule
{
    public static StandardCheck Check { get; } =
        new("hostNamespaces", PodSecurityLevel.Baseline, new CheckVersion(0, new HostNamespacesCheck()));

    public override bool Allows(Pod pod) => !(pod.HostNetwork || pod.HostPID || pod.HostIPC);

    public override Refusal Explain(Pod pod) =>
        new("host namespaces", string.Join(", ", Shared(pod).Select(field => $"{field}=true")));

    public override void Fix(Pod pod, PodPatch patch)
    {
        foreach (var field in Shared(pod))
        {
            patch.Set(null, field);
        }
    }

    private static IEnumerable<string> Shared(Pod pod)
    {
        (string Field, bool IsSet)[] fields = [("hostNetwork", pod.HostNetwork), ("hostPID", pod.HostPID), ("hostIPC", pod.HostIPC)];
        return fields.Where(item => item.IsSet).Select(item => item.Field);
    }
}
