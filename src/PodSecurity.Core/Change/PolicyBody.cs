using System.Text.Json;
using System.Text.Json.Nodes;
using PodSecurity.Api;
using PodSecurity.Api.Decoding;
using PodSecurity.Cluster;
using PodSecurity.Manifests;

namespace PodSecurity.Change;

/// <summary>Policies as request bodies.</summary>
public static class PolicyBody
{
    private const string LastApplied = "kubectl.kubernetes.io/last-applied-configuration";

    /// <summary>The policy with all that is known of it.</summary>
    public static JsonObject Whole(PodSecurityPolicy policy) =>
        JsonSerializer.SerializeToNode(policy, KubernetesJson.Default.PodSecurityPolicy)!.AsObject();

    /// <summary>
    /// The policy as people keep it: without what only a server writes and without kubectl's copy of what it applied last.
    /// </summary>
    public static JsonObject ForFile(PodSecurityPolicy policy)
    {
        var body = ServerFields.Without(Whole(policy));
        if (body["metadata"]?["annotations"] is JsonObject annotations && annotations.Remove(LastApplied) && annotations.Count == 0)
        {
            body["metadata"]!.AsObject().Remove("annotations");
        }
        return body;
    }

    /// <summary>The policy as it is sent: without what only a server writes, in the API version that clusters serve.</summary>
    public static JsonObject Of(PodSecurityPolicy policy)
    {
        var body = Whole(policy);
        body["apiVersion"] = ResourceTypes.PodSecurityPolicies.ApiVersion;
        return ServerFields.Without(body);
    }

    /// <summary>A policy that is to be made anew.</summary>
    public static ObjectChange Creation(PodSecurityPolicy wanted) =>
        new(ResourceTypes.PodSecurityPolicies, null, wanted.Name, null, Defaulted(wanted));

    /// <summary>
    /// What the cluster's policy has to become; no action when it already says the same. A policy that was read from a cluster, which its
    /// resourceVersion shows, takes the place of the very version that was read. Any other speaks for what it mentions: labels, annotations
    /// and other metadata that it does not mention stay.
    /// </summary>
    /// <param name="current">The policy as read; null when there is none.</param>
    /// <param name="force">Whatever the version is now.</param>
    /// <exception cref="ClusterException">Conflict: somebody changed or deleted it since it was read.</exception>
    public static ObjectChange Change(ManifestDocument? current, PodSecurityPolicy wanted, bool force = false)
    {
        var readVersion = wanted.Metadata.ResourceVersion;
        if (current is null || PolicyDecoder.Decode(current) is not { } stored)
        {
            return readVersion is null || force ? Creation(wanted) : throw Stale(
                wanted, "is not there: it was deleted since it was read, or comes from another cluster");
        }
        var before = ServerFields.Read(current);
        if (readVersion is not null && !force && readVersion != ServerFields.Version(before))
        {
            throw Stale(wanted, "was changed since it was read");
        }
        var after = Defaulted(wanted);
        if (readVersion is null)
        {
            KeepMetadata(ServerFields.Without(before)["metadata"]!.AsObject(), after["metadata"]!.AsObject());
        }
        // The stored policy has the server's defaults; with them on both sides only what really differs is left.
        return new(ResourceTypes.PodSecurityPolicies, null, wanted.Name, before, FieldDifference.Between(
            Defaulted(stored), after).Count == 0 ? before : after);
    }

    /// <summary>Where two policies differ, after the server's defaulting of both.</summary>
    public static IReadOnlyList<FieldDifference> Differences(PodSecurityPolicy before, PodSecurityPolicy after) =>
        FieldDifference.Between(Defaulted(before), Defaulted(after));

    private static void KeepMetadata(JsonObject before, JsonObject after)
    {
        foreach (var (field, value) in before)
        {
            if (after[field] is JsonObject given && value is JsonObject present)
            {
                KeepMetadata(present, given);
            }
            else if (!after.ContainsKey(field))
            {
                after[field] = value?.DeepClone();
            }
        }
    }

    private static ClusterException Stale(PodSecurityPolicy policy, string what) => new(
        ClusterFailure.Conflict,
            $"The PodSecurityPolicy '{policy.Name}' {what}. Read it again and repeat the change, or use -Force. Nothing was sent.");

    private static JsonObject Defaulted(PodSecurityPolicy policy)
    {
        var body = Of(policy);
        if (body["spec"] is JsonObject spec)
        {
            spec["allowPrivilegeEscalation"] ??= true;
        }
        return body;
    }
}
