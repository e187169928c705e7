using PodSecurity.Api;

namespace PodSecurity.Errors;

/// <summary>The warnings that several commands give.</summary>
internal static class ModuleWarning
{
    /// <param name="reason">The server's words.</param>
    public static string NeverAdmits(PodSecurityPolicy policy, string reason) =>
        $"The policy '{policy.Name}'{(policy.Source is { } source ? $" ({source})" : "")} never admits a pod: {reason}";

    /// <summary>
    /// A service account and a namespace that is not its own: PSP admission asks for the use on behalf of the pod's account, which is of
    /// the
    /// pod's namespace, and of whoever creates the pod.
    /// </summary>
    public static string? OtherNamespace(RbacSubject subject, string? @namespace) =>
        @namespace is null || subject.HomeNamespace is not { } home || home == @namespace ? null
        : $"{subject} is of namespace {home}: in {@namespace} the use counts only for pods that it creates there itself, as a deployer or "
            + "controller does. "
            + $"Pods that run as it are in {home}, and need the use there.";
}
