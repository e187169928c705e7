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
        var before = current is null ? null : ServerFields.Read(current);
        return new ObjectChange(Type, Namespace, Name, before, Body);
    }

    public override string ToString() => ObjectPath.Of(Type.Kind, Namespace, Name);
}
