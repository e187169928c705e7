using System.Text.Json.Nodes;
using PodSecurity.Api;
using PodSecurity.Cluster;

namespace PodSecurity.Change;

/// <summary>An object as it shall be, or (a null body) an object that shall not exist.</summary>
public sealed record ObjectState(ResourceType Type, string? Namespace, string Name, JsonObject? Body)
{
    public static ObjectState Before(ObjectChange change) =>
        new(change.Type, change.Namespace, change.Name, change.Before is { } body ? ServerFields.Without(body) : null);

    /// <summary>What has to be done to the object as it is now.</summary>
    public async Task<ObjectChange> ChangeFromCurrentAsync(IClusterGateway gateway, CancellationToken cancellationToken)
    {
        var current = await gateway.GetAsync(Type, Namespace, Name, cancellationToken).ConfigureAwait(false);
        var before = current is null ? null : JsonNode.Parse(current.Json.Span)!.AsObject();
        return new ObjectChange(Type, Namespace, Name, before, Body);
    }

    /// <summary>Brings the object to this state, whatever it is now; idempotent.</summary>
    public async Task EnsureAsync(IClusterGateway gateway, CancellationToken cancellationToken)
    {
        var change = await ChangeFromCurrentAsync(gateway, cancellationToken).ConfigureAwait(false);
        foreach (var step in change.Steps())
            await step.MakeAsync(gateway, cancellationToken).ConfigureAwait(false);
    }

    public override string ToString() => Namespace is null ? $"{Type.Kind}/{Name}" : $"{Type.Kind}/{Namespace}/{Name}";
}
