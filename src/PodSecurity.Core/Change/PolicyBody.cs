using System.Text.Json;
using System.Text.Json.Nodes;
using PodSecurity.Api;
using PodSecurity.Api.Decoding;
using PodSecurity.Manifests;

namespace PodSecurity.Change;

/// <summary>Policies as request bodies.</summary>
public static class PolicyBody
{
    /// <summary>The policy as it is sent: without what only a server writes, in the API version that clusters serve.</summary>
    public static JsonObject Of(PodSecurityPolicy policy)
    {
        var body = JsonSerializer.SerializeToNode(policy, KubernetesJson.Default.PodSecurityPolicy)!.AsObject();
        body["apiVersion"] = ResourceTypes.PodSecurityPolicies.ApiVersion;
        return ServerFields.Without(body);
    }

    /// <summary>What the cluster's policy has to become; no action when it already says the same.</summary>
    /// <param name="current">The policy as read; null when there is none.</param>
    public static ObjectChange Change(ManifestDocument? current, PodSecurityPolicy wanted)
    {
        var after = Of(wanted);
        if (current is null || PolicyDecoder.Decode(current) is not { } stored)
            return new(ResourceTypes.PodSecurityPolicies, null, wanted.Name, null, after);

        // The stored policy has the server's defaults; with them on both sides only what really differs is left.
        var before = JsonNode.Parse(current.Json.Span)!.AsObject();
        return new(ResourceTypes.PodSecurityPolicies, null, wanted.Name, before, Differences(stored, wanted).Count == 0 ? before : Defaulted(wanted));
    }

    /// <summary>Where two policies differ, after the server's defaulting of both.</summary>
    public static IReadOnlyList<FieldDifference> Differences(PodSecurityPolicy before, PodSecurityPolicy after) =>
        FieldDifference.Between(Defaulted(before), Defaulted(after));

    private static JsonObject Defaulted(PodSecurityPolicy policy)
    {
        var body = Of(policy);
        if (body["spec"] is JsonObject spec)
            spec["allowPrivilegeEscalation"] ??= true;
        return body;
    }
}
