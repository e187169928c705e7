using System.Text.Json.Nodes;
using PodSecurity.Admission.Storage;

namespace PodSecurity.Comparison.Aspects;

/// <summary>Privileges of containers: what a process may do, and whether it may gain more.</summary>
internal static class PrivilegeAspects
{
    private const string Wildcard = "*";

    // Pod validation knows it by this name only, and refuses it without escalation.
    private const string Admin = "CAP_SYS_ADMIN";

    /// <summary>Privileged mode, escalation and capabilities are one aspect: pod validation refuses some of them together.</summary>
    public static IEnumerable<PodVariation> Privileges(PodSecurityPolicy allowing, PodSecurityPolicy refusing) =>
    [
        .. refusing.Spec.Privileged ? [] : Privileged("spec.privileged"),
        .. Capabilities(allowing.Spec, refusing.Spec),
        .. Escalation(refusing.Spec),
        PodVariation.Silence(FieldOfDefaults(allowing.Spec, refusing.Spec), $"containers that get {Admin}"),
        new(null, "", pod => Escalate(pod, true)),
        new(null, "", pod => Drop(pod, Admin)),
    ];

    public static IEnumerable<PodVariation> RootFilesystem(PodSecurityPolicy allowing, PodSecurityPolicy refusing) =>
        refusing.Spec.ReadOnlyRootFilesystem
            ? [new("spec.readOnlyRootFilesystem", "false", pod => pod.ContainerContext()["readOnlyRootFilesystem"] = false)]
            : [];

    private static IEnumerable<PodVariation> Privileged(string field) =>
    [
        new(field, "true", pod => pod.ContainerContext()["privileged"] = true),
        new(field, "true", pod =>
        {
            pod.ContainerContext()["privileged"] = true;
            Escalate(pod, true);
        }),
    ];

    private static IEnumerable<PodVariation> Capabilities(PodSecurityPolicySpec allowing, PodSecurityPolicySpec refusing)
    {
        const string field = "spec.allowedCapabilities";
        string[] others = [.. refusing.AllowedCapabilities, .. refusing.DefaultAddCapabilities];
        if (others.Contains(Wildcard))
        {
            return [];
        }
        if (!allowing.AllowedCapabilities.Contains(Wildcard))
        {
            return allowing.AllowedCapabilities.Concat(allowing.DefaultAddCapabilities).Distinct().Except(others)
                .SelectMany(capability => Added(field, capability, capability));
        }
        var example = UnlistedName.Beside(others, "SYS_ADMIN", "NET_ADMIN", "SYS_PTRACE", "SYS_MODULE", "EXAMPLE");
        return Added(field, $"any capability, such as {example}", example);
    }

    private static IEnumerable<PodVariation> Added(string field, string value, string capability) =>
    [
        new(field, value, pod => Add(pod, capability)),
        new(field, value, pod =>
        {
            Add(pod, capability);
            Escalate(pod, true);
        }),
    ];

    /// <summary>What the policy forbids, or makes of a container so that pod validation refuses it.</summary>
    private static IEnumerable<PodVariation> Escalation(PodSecurityPolicySpec refusing)
    {
        if (refusing.AllowPrivilegeEscalation == false)
        {
            yield return new("spec.allowPrivilegeEscalation", "true", pod => Escalate(pod, true));
        }
        else if (refusing.DefaultAllowPrivilegeEscalation == false)
        {
            const string field = "spec.defaultAllowPrivilegeEscalation";
            if (refusing.Privileged)
            {
                yield return new(field, "privileged containers that leave it open", pod => pod.ContainerContext()["privileged"] = true);
            }
            if (refusing.AllowedCapabilities.Concat(refusing.DefaultAddCapabilities).Any(capability => capability is Wildcard or Admin))
            {
                yield return new(field, $"containers that add {Admin} and leave it open", pod => Add(pod, Admin));
            }
        }
        if (refusing.DefaultAddCapabilities.Contains(Admin))
        {
            yield return new(
                "spec.defaultAddCapabilities", $"allowPrivilegeEscalation: false, which {Admin} contradicts", pod => Escalate(pod, false));
        }
    }

    // What a policy gives to a container that asks for nothing can contradict itself.
    private static string FieldOfDefaults(PodSecurityPolicySpec allowing, PodSecurityPolicySpec refusing) =>
        !allowing.DefaultAddCapabilities.Contains(Admin) ? "spec.defaultAddCapabilities"
        : refusing.AllowPrivilegeEscalation == false ? "spec.allowPrivilegeEscalation"
        : "spec.defaultAllowPrivilegeEscalation";

    private static void Escalate(JsonObject pod, bool value) => pod.ContainerContext()["allowPrivilegeEscalation"] = value;

    private static void Add(JsonObject pod, string capability) =>
        pod.ContainerContext().Ensure("capabilities").List("add").Add(capability);

    private static void Drop(JsonObject pod, string capability) =>
        pod.ContainerContext().Ensure("capabilities").List("drop").Add(capability);
}
