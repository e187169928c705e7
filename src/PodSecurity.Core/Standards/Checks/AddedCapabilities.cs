using System.Text.Json.Nodes;
using PodSecurity.Api;

namespace PodSecurity.Standards.Checks;

/// <summary>The capabilities that a container adds, as both checks of capabilities look at them.</summary>
internal static class AddedCapabilities
{
    public static IReadOnlyList<string> Of(Container container) => container.SecurityContext?.Capabilities?.Add ?? [];

    public static bool Any(Container container, Func<string, bool> predicate) =>
        ListSpan.Any(container.SecurityContext?.Capabilities?.Add, predicate);

    /// <summary>Takes all others away, and the list with the last one.</summary>
    public static void Keep(PodPatch patch, ContainerPlace place, Func<string, bool> predicate)
    {
        var kept = Of(place.Container).Where(predicate).ToArray();
        JsonNode? list = kept.Length == 0 ? null : new JsonArray([.. kept.Select(name => (JsonNode)name)]);
        patch.Set(place, list, "securityContext", "capabilities", "add");
    }
}
