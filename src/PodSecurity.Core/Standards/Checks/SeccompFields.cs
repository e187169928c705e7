using PodSecurity.Api;

namespace PodSecurity.Standards.Checks;

/// <summary>The seccomp profiles of a pod's fields, as the checks of both levels look at them.</summary>
internal static class SeccompFields
{
    public const string Reason = "seccompProfile";
    public static readonly string[] Field = ["securityContext", "seccompProfile"];

    public static bool PodIsForbidden(Pod pod) => IsForbidden(pod.SecurityContext?.SeccompProfile);

    public static bool IsForbidden(Container container) => IsForbidden(container.SecurityContext?.SeccompProfile);

    /// <summary>The refusal of profiles that are named and forbidden.</summary>
    public static Refusal ExplainForbidden(Pod pod)
    {
        var types = pod.AllContainers().Select(container => container.SecurityContext?.SeccompProfile)
            .Prepend(pod.SecurityContext?.SeccompProfile).Where(IsForbidden).Select(profile => profile!.Type);
        var setters = Wording.Setters(PodIsForbidden(pod), pod.ContainerNames(IsForbidden));
        return new(Reason, $"{setters} must not set securityContext.seccompProfile.type to {Wording.Quoted(Wording.Sorted(types))}");
    }

    private static bool IsForbidden(SeccompProfile? profile) => profile is not (null or { Type: "RuntimeDefault" or "Localhost" });
}
