using PodSecurity.Api;

namespace PodSecurity.Standards.Checks;

/// <summary>
/// runAsUser (restricted, from 1.23; from 1.35 not for pods in a user namespace): root is not asked for by number.
/// <para>Restricted fields: <c>spec.securityContext.runAsUser</c> and <c>spec.containers[*].securityContext.runAsUser</c>, likewise
/// initContainers and ephemeralContainers.</para>
/// <para>Allowed values: absent, any but 0.</para>
/// </summary>
/// <remarks>Source: kubernetes/pod-security-admission, policy/check_runAsUser.go.</remarks>
internal sealed class RunAsUserCheck : StandardRule
{
    private static readonly string[] Field = ["securityContext", "runAsUser"];
    private static readonly RunAsUserCheck Rule = new();

    public static StandardCheck Check { get; } = new(
        "runAsUser", PodSecurityLevel.Restricted, new CheckVersion(23, Rule), new CheckVersion(35, ExemptRule.ForUserNamespaces(Rule)));

    public override bool Allows(Pod pod) => !(PodIsRoot(pod) || pod.HasContainer(IsRoot));

    public override Refusal Explain(Pod pod) =>
        new("runAsUser=0", $"{Wording.Setters(PodIsRoot(pod), pod.ContainerNames(IsRoot))} must not set runAsUser=0");

    public override void Fix(Pod pod, PodPatch patch)
    {
        if (PodIsRoot(pod))
        {
            patch.Set(null, Field);
        }
        foreach (var place in pod.ContainerPlaces(IsRoot))
        {
            patch.Set(place, null, Field);
        }
    }

    private static bool PodIsRoot(Pod pod) => pod.SecurityContext?.RunAsUser == 0;

    private static bool IsRoot(Container container) => container.SecurityContext?.RunAsUser == 0;
}
