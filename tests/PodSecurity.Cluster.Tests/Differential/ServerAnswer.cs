using System.Text.Json.Nodes;
using PodSecurity.Api;

namespace PodSecurity.Cluster.Tests.Differential;

/// <summary>What the server says to an object that it is asked to create, as a rehearsal: nothing is stored.</summary>
/// <param name="Stored">The object as it would be stored; null when the server refuses it.</param>
/// <param name="Refusal">The server's words; null when it accepts.</param>
internal sealed record ServerAnswer(int Status, JsonObject? Stored, string? Refusal)
{
    private static readonly WriteOptions Rehearsal = new(DryRun: true);

    public static async Task<ServerAnswer> AskAsync(
        IClusterGateway gateway, ResourceType type, string? @namespace, JsonObject body, CancellationToken cancellationToken)
    {
        try
        {
            var stored = await gateway.CreateAsync(type, @namespace, body, Rehearsal, cancellationToken);
            return new(201, JsonNode.Parse(stored.Json.Span)!.AsObject(), null);
        }
        catch (ClusterException refusal) when (refusal.StatusCode is 403 or 422)
        {
            return new(refusal.StatusCode.Value, null, refusal.ServerMessage);
        }
    }
}
