using PodSecurity.Api;

namespace PodSecurity.Standards.Checks;

/// <summary>
/// allowPrivilegeEscalation (restricted, from 1.8): no process gets more privileges than its parent, as set-user-ID files would give
/// it. From 1.25 not for Windows pods.
/// <para>Restricted fields: <c>spec.containers[*].securityContext.allowPrivilegeEscalation</c>, likewise initContainers and
/// ephemeralContainers.</para>
/// <para>Allowed values: false.</para>
/// </summary>
/// <remarks>Source: kubernetes/pod-security-admission, policy/check_allowPrivilegeEscalation.go.</remarks>
internal sealed class AllowPrivilegeEscalationCheck : StandardRule
{
    private static readonly AllowPrivilegeEscalationCheck Rule = new();

    public static StandardCheck Check { get; } = new(
        "allowPrivilegeEscalation",
        PodSecurityLevel.Restricted,
        new CheckVersion(8, Rule),
        new CheckVersion(25, ExemptRule.ForWindows(Rule)));

    public override bool Allows(Pod pod) => !pod.HasContainer(MayEscalate);

    public override Refusal Explain(Pod pod) => new(
        "allowPrivilegeEscalation != false",
        $"{Wording.Containers(pod.ContainerNames(MayEscalate))} must set securityContext.allowPrivilegeEscalation=false");

    public override void Fix(Pod pod, PodPatch patch)
    {
        foreach (var place in pod.ContainerPlaces(MayEscalate))
        {
            patch.Set(place, false, "securityContext", "allowPrivilegeEscalation");
        }
    }

    private static bool MayEscalate(Container container) => container.SecurityContext?.AllowPrivilegeEscalation != false;
}
