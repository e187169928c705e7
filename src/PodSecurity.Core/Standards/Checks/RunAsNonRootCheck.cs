using PodSecurity.Api;

namespace PodSecurity.Standards.Checks;

/// <summary>
/// runAsNonRoot (restricted; from 1.35 not for pods in a user namespace): the kubelet refuses to start a container as root.
/// <para>Restricted fields: <c>spec.securityContext.runAsNonRoot</c> and <c>spec.containers[*].securityContext.runAsNonRoot</c>, likewise
/// initContainers and ephemeralContainers.</para>
/// <para>Allowed values: true; absent in a container when the pod says true. False on the pod is refused even where every container says
/// true.</para>
/// </summary>
/// <remarks>Source: kubernetes/pod-security-admission, policy/check_runAsNonRoot.go.</remarks>
internal sealed class RunAsNonRootCheck : StandardRule
{
    private const string Reason = "runAsNonRoot != true";
    private static readonly string[] Field = ["securityContext", "runAsNonRoot"];
    private static readonly RunAsNonRootCheck Rule = new();

    public static StandardCheck Check { get; } = new(
        "runAsNonRoot", PodSecurityLevel.Restricted, new CheckVersion(0, Rule), new CheckVersion(35, ExemptRule.ForUserNamespaces(Rule)));

    public override bool Allows(Pod pod) => OfPod(pod) switch
    {
        false => false,
        true => !pod.HasContainer(SaysFalse),
        null => !(pod.HasContainer(SaysFalse) || pod.HasContainer(SaysNothing)),
    };

    public override Refusal Explain(Pod pod)
    {
        var explicitly = pod.ContainerNames(SaysFalse);
        if (OfPod(pod) == false || explicitly.Count > 0)
        {
            return new(Reason, $"{Wording.Setters(OfPod(pod) == false, explicitly)} must not set securityContext.runAsNonRoot=false");
        }
        return new(Reason, $"pod or {Wording.Containers(pod.ContainerNames(SaysNothing))} must set securityContext.runAsNonRoot=true");
    }

    public override void Fix(Pod pod, PodPatch patch)
    {
        if (OfPod(pod) == false || (OfPod(pod) is null && pod.HasContainer(SaysNothing)))
        {
            patch.Set(true, Field);
        }
        foreach (var place in pod.ContainerPlaces(SaysFalse))
        {
            patch.Set(place, true, Field);
        }
    }

    private static bool? OfPod(Pod pod) => pod.SecurityContext?.RunAsNonRoot;

    private static bool SaysFalse(Container container) => container.SecurityContext?.RunAsNonRoot == false;

    private static bool SaysNothing(Container container) => container.SecurityContext?.RunAsNonRoot is null;
}
