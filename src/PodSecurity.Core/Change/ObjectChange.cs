using System.Text.Json.Nodes;
using PodSecurity.Api;
using PodSecurity.Change;
using PodSecurity.Cluster;

namespace PodSecurity;

/// <summary>What a change does to one object of a cluster.</summary>
public enum ChangeAction
{
    /// <summary>Nothing: the object already is as wanted.</summary>
    None,
    Create,
    Replace,
    Delete,
}

/// <summary>One object of a cluster before and after a change; null means that it does not exist.</summary>
/// <param name="Namespace">Null for cluster-wide objects.</param>
/// <param name="Before">The object as read, server fields included.</param>
/// <param name="After">The object as wanted.</param>
public sealed record ObjectChange(ResourceType Type, string? Namespace, string Name, JsonObject? Before, JsonObject? After)
{
    public ChangeAction Action => (Before, After) switch
    {
        (null, null) => ChangeAction.None,
        (null, _) => ChangeAction.Create,
        (_, null) => ChangeAction.Delete,
        _ => ServerFields.SameContent(Before, After) ? ChangeAction.None : ChangeAction.Replace,
    };

    /// <summary>For people: <c>PodSecurityPolicy/restricted</c>, <c>RoleBinding/team-a/psp:restricted</c>.</summary>
    public string Target => Namespace is null ? $"{Type.Kind}/{Name}" : $"{Type.Kind}/{Namespace}/{Name}";

    /// <summary>The requests that make the change, one each. The server refuses to change a binding's roleRef: delete, then create.</summary>
    public IEnumerable<ObjectChange> Steps() => Action switch
    {
        ChangeAction.None => [],
        ChangeAction.Replace when !JsonNode.DeepEquals(Before!["roleRef"], After!["roleRef"]) => [this with { After = null }, this with { Before = null }],
        _ => [this],
    };

    /// <summary>Makes one of the <see cref="Steps"/>. A body that was read carries its version, so nobody else's change in between is lost.</summary>
    public async Task MakeAsync(IClusterGateway gateway, CancellationToken cancellationToken)
    {
        switch (Action)
        {
            case ChangeAction.Create:
                await gateway.CreateAsync(Type, Namespace, ServerFields.Without(After!), WriteOptions.Default, cancellationToken).ConfigureAwait(false);
                break;
            case ChangeAction.Replace:
                await gateway.ReplaceAsync(Type, Namespace, Name, Guarded(), WriteOptions.Default, cancellationToken).ConfigureAwait(false);
                break;
            case ChangeAction.Delete:
                await DeleteAsync(gateway, cancellationToken).ConfigureAwait(false);
                break;
        }
    }

    public override string ToString() => $"{Action} {Target}";

    // Gone already is as wanted: somebody else was faster, or an answer was lost and the request was repeated.
    private async Task DeleteAsync(IClusterGateway gateway, CancellationToken cancellationToken)
    {
        var asRead = new DeletePreconditions(BeforeMetadata("uid"), BeforeMetadata("resourceVersion"));
        try
        {
            await gateway.DeleteAsync(Type, Namespace, Name, asRead, WriteOptions.Default, cancellationToken).ConfigureAwait(false);
        }
        catch (ClusterException e) when (e.Failure == ClusterFailure.NotFound)
        {
        }
    }

    private JsonObject Guarded()
    {
        var body = ServerFields.Without(After!);
        if (body["metadata"] is JsonObject metadata && BeforeMetadata("resourceVersion") is { } version)
            metadata["resourceVersion"] = version;
        return body;
    }

    private string? BeforeMetadata(string field) => (string?)Before!["metadata"]?[field];
}
