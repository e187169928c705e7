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
    public string Target => ObjectPath.Of(Type.Kind, Namespace, Name);

    /// <summary>
    /// The requests that make the change, one each. The server refuses to change a binding's roleRef: delete, then create.
    /// </summary>
    public IEnumerable<ObjectChange> Steps() => Action switch
    {
        ChangeAction.None => [],
        ChangeAction.Replace when !JsonNode.DeepEquals(
            Before!["roleRef"], After!["roleRef"]) => [this with { After = null }, this with { Before = null }],
        _ => [this],
    };

    /// <summary>Whether an object of this name can be written, and whether the body is about it.</summary>
    /// <exception cref="ClusterException">NameInvalid.</exception>
    public void CheckNames()
    {
        if (After is null)
        {
            ObjectNames.Check(Type, Namespace, Name);
            return;
        }
        ObjectNames.CheckWritable(Type, Namespace, Name);
        if ((string?)After["metadata"]?["name"] != Name)
        {
            throw new ClusterException(ClusterFailure.NameInvalid, $"The content for {Target} has another name. Nothing was sent.");
        }
    }

    public override string ToString() => $"{Action} {Target}";
}
