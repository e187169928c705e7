using PodSecurity.Api;

namespace PodSecurity.Standards.Checks;

/// <summary>
/// procMount (baseline; from 1.35 not for pods in a user namespace) and procMount_restricted (restricted, from 1.35, in its place: for
/// all pods): /proc stays masked.
/// <para>Restricted fields: <c>spec.containers[*].securityContext.procMount</c>, likewise initContainers and ephemeralContainers.</para>
/// <para>Allowed values: absent, Default.</para>
/// </summary>
/// <remarks>Source: kubernetes/pod-security-admission, policy/check_procMount_baseline.go and check_procMount_restricted.go.</remarks>
internal sealed class ProcMountCheck : StandardRule
{
    private const string BaselineId = "procMount";
    private static readonly ProcMountCheck Rule = new();

    public static StandardCheck Baseline { get; } = new(
        BaselineId, PodSecurityLevel.Baseline, new CheckVersion(0, Rule), new CheckVersion(35, ExemptRule.ForUserNamespaces(Rule)));

    public static StandardCheck Restricted { get; } =
        new("procMount_restricted", PodSecurityLevel.Restricted, new CheckVersion(35, Rule)) { Replaces = BaselineId };

    public override bool Allows(Pod pod) => !pod.HasContainer(IsForbidden);

    public override Refusal Explain(Pod pod)
    {
        var types = Wording.Sorted(pod.AllContainers().Where(IsForbidden).Select(container => container.SecurityContext!.ProcMount!));
        var containers = Wording.Containers(pod.ContainerNames(IsForbidden));
        return new("procMount", $"{containers} must not set securityContext.procMount to {Wording.Quoted(types)}");
    }

    public override void Fix(Pod pod, PodPatch patch)
    {
        foreach (var place in pod.ContainerPlaces(IsForbidden))
        {
            patch.Set(place, null, "securityContext", "procMount");
        }
    }

    private static bool IsForbidden(Container container) => container.SecurityContext?.ProcMount is not (null or "Default");
}
