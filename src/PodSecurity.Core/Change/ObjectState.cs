using System.Text.Json.Nodes;
using PodSecurity.Api;
using PodSecurity.Cluster;

namespace PodSecurity.Change;

/// <summary>An object as it shall be, or (a null body) an object that shall not exist.</summary>
public sealed record ObjectState(ResourceType Type, string? Namespace, string Name, JsonObject? Body)
{
    public static ObjectState Before(ObjectChange change) => new(change.Type, change.Namespace, change.Name, change.Before switch
    {
        null => null,
        var body when change.Type == ResourceTypes.Namespaces => LabelBody.Only(body),
        var body => ServerFields.Without(body),
    });

    /// <summary>What has to be done to the object as it is now.</summary>
    public async Task<ObjectChange> ChangeFromCurrentAsync(IClusterGateway gateway, CancellationToken cancellationToken)
    {
        var current = await gateway.GetAsync(Type, Namespace, Name, cancellationToken).ConfigureAwait(false);
        var before = current is null ? null : ServerFields.Read(current);
        return new ObjectChange(Type, Namespace, Name, before, Wanted(before));
    }

    private JsonObject? Wanted(JsonObject? current) => Type == ResourceTypes.Namespaces ? Labelled(current)
        : TemplateBody.Types.Contains(Type) ? Templated(current)
        : Body;

    /// <summary>Of a namespace, only labels are brought back; nothing makes or removes one.</summary>
    private JsonObject Labelled(JsonObject? current) => current is not null && Body is not null
        ? LabelBody.Restored(current, Body)
        : throw new ClusterException(ClusterFailure.NotFound, $"There is no namespace '{Name}' whose labels could be brought back.");

    /// <summary>Of a workload, only the template is brought back; nothing makes or removes one.</summary>
    private JsonObject Templated(JsonObject? current) => current is not null && Body is not null
        ? TemplateBody.Restored(Type, current, Body)
        : throw new ClusterException(ClusterFailure.NotFound, $"There is no {this} whose template could be brought back.");

    public override string ToString() => ObjectPath.Of(Type.Kind, Namespace, Name);
}
