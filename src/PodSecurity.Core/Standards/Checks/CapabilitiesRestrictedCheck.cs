using System.Text.Json.Nodes;
using PodSecurity.Api;

namespace PodSecurity.Standards.Checks;

/// <summary>
/// capabilities_restricted (restricted, from 1.22, in place of capabilities_baseline): all capabilities are dropped; only binding low
/// ports may be added again. From 1.25 not for Windows pods.
/// <para>Restricted fields: <c>spec.containers[*].securityContext.capabilities.drop</c>, likewise initContainers and
/// ephemeralContainers. Allowed values: any list with ALL.</para>
/// <para>Restricted fields: <c>spec.containers[*].securityContext.capabilities.add</c>, likewise. Allowed values: absent,
/// NET_BIND_SERVICE.</para>
/// </summary>
/// <remarks>Source: kubernetes/pod-security-admission, policy/check_capabilities_restricted.go.</remarks>
internal sealed class CapabilitiesRestrictedCheck : StandardRule
{
    private const string All = "ALL";
    private static readonly CapabilitiesRestrictedCheck Rule = new();

    public static StandardCheck Check { get; } = new(
        "capabilities_restricted",
        PodSecurityLevel.Restricted,
        new CheckVersion(22, Rule),
        new CheckVersion(25, ExemptRule.ForWindows(Rule)))
    {
        Replaces = CapabilitiesBaselineCheck.Id,
    };

    public override bool Allows(Pod pod) => !(pod.HasContainer(KeepsSome) || pod.HasContainer(AddsForbidden));

    public override Refusal Explain(Pod pod)
    {
        var keeping = pod.ContainerNames(KeepsSome);
        var adding = pod.ContainerNames(AddsForbidden);
        var details = new List<string>();
        if (keeping.Count > 0)
        {
            details.Add($"""{Wording.Containers(keeping)} must set securityContext.capabilities.drop=["ALL"]""");
        }
        if (adding.Count > 0)
        {
            var forbidden = Wording.Sorted(pod.AllContainers().SelectMany(AddedCapabilities.Of).Where(IsForbidden));
            details.Add($"{Wording.Containers(adding)} must not include {Wording.Quoted(forbidden)} in securityContext.capabilities.add");
        }
        return new("unrestricted capabilities", string.Join("; ", details));
    }

    public override void Fix(Pod pod, PodPatch patch)
    {
        foreach (var place in pod.ContainerPlaces(KeepsSome))
        {
            patch.Set(place, new JsonArray(All), "securityContext", "capabilities", "drop");
        }
        foreach (var place in pod.ContainerPlaces(AddsForbidden))
        {
            AddedCapabilities.Keep(patch, place, static name => !IsForbidden(name));
        }
    }

    private static bool KeepsSome(Container container) =>
        !ListSpan.Any(container.SecurityContext?.Capabilities?.Drop, static name => name == All);

    private static bool AddsForbidden(Container container) => AddedCapabilities.Any(container, IsForbidden);

    private static bool IsForbidden(string capability) => capability != "NET_BIND_SERVICE";
}
