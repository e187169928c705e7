using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;
using PodSecurity.Api;
using PodSecurity.Api.Decoding;
using PodSecurity.Change;
using PodSecurity.Cluster;
using PodSecurity.Impact;
using PodSecurity.Verdicts;
using PodSecurity.Manifests;

namespace PodSecurity.Eks;

/// <summary>The three objects of the EKS default as a cluster has them, and what removes or repairs them as one unit.</summary>
public sealed class EksDefaultObjects
{
    // The order in which the parts can come: nothing refers to what is not there yet. They go in the opposite order.
    private static readonly (ResourceType Type, string Name, Func<JsonObject> Shipped)[] Parts =
    [
        (ResourceTypes.PodSecurityPolicies, EksDefault.PolicyName, () => Json(
            EksDefault.Policy(), KubernetesJson.Default.PodSecurityPolicy)),
        (ResourceTypes.ClusterRoles, EksDefault.ClusterRoleName, () => Json(EksDefault.ClusterRole(), KubernetesJson.Default.RbacRole)),
        (ResourceTypes.ClusterRoleBindings, EksDefault.ClusterRoleBindingName, () => Json(
            EksDefault.ClusterRoleBinding(), KubernetesJson.Default.RbacBinding)),
    ];

    private readonly Dictionary<ResourceType, JsonObject?> _found;

    private EksDefaultObjects(Dictionary<ResourceType, ManifestDocument?> found, IEnumerable<RbacBinding> bindings)
    {
        Status = EksDefault.Inspect(
            Decode(found[ResourceTypes.PodSecurityPolicies], PolicyDecoder.Decode),
            Decode(found[ResourceTypes.ClusterRoles], RbacDecoder.DecodeRole),
            Decode(found[ResourceTypes.ClusterRoleBindings], RbacDecoder.DecodeBinding),
            bindings);
        _found = found.ToDictionary(part => part.Key, part => part.Value is null ? null : ManifestBody.Read(part.Value));
    }

    public EksDefaultStatus Status { get; }

    /// <summary>What takes the unit away: binding, role, policy, so that nothing ever refers to what is gone.</summary>
    public IReadOnlyList<ObjectChange> Removal =>
        [.. Enumerable.Reverse(Parts).Select(part => new ObjectChange(part.Type, null, part.Name, _found[part.Type], null))];

    /// <summary>What makes the unit as shipped again: policy, role, binding; parts that are as shipped stay untouched.</summary>
    public IReadOnlyList<ObjectChange> Repair =>
        [.. Parts.Select(part => ToWanted(part.Type, part.Name, IsAsShipped(part.Type) ? _found[part.Type] : part.Shipped()))];

    /// <summary>
    /// What brings back the parts that the states hold, in the same order; the others stay as they are, so nothing is deleted.
    /// </summary>
    public IReadOnlyList<ObjectChange> Return(IReadOnlyCollection<ObjectState> states) =>
    [
        .. from part in Parts
           from state in states
           where state.Body is not null && state.Type == part.Type && state.Name == part.Name
           select ToWanted(part.Type, part.Name, state.Body),
    ];

    /// <summary>The change of policies that the removal is, to think it through beforehand.</summary>
    public static PolicyChange PolicyChange { get; } = new()
    {
        RemovedPolicies = [EksDefault.PolicyName],
        RemovedRbac =
        [
            new(RbacKinds.ClusterRole, null, EksDefault.ClusterRoleName),
            new(RbacKinds.ClusterRoleBinding, null, EksDefault.ClusterRoleBindingName),
        ],
    };

    public static async Task<EksDefaultObjects> ReadAsync(
        IClusterGateway gateway, CancellationToken cancellationToken, Action<ManifestException>? unreadable = null) => await ReadAsync(
            gateway, await PolicyStateReader.ReadBindingsAsync(gateway, cancellationToken, unreadable).ConfigureAwait(
                false), cancellationToken)
        .ConfigureAwait(false);

    /// <param name="bindings">All bindings of the cluster, as they were read.</param>
    public static async Task<EksDefaultObjects> ReadAsync(
        IClusterGateway gateway, IEnumerable<RbacBinding> bindings, CancellationToken cancellationToken)
    {
        var found = new Dictionary<ResourceType, ManifestDocument?>();
        foreach (var (type, name, _) in Parts)
        {
            found[type] = await gateway.GetAsync(type, null, name, cancellationToken).ConfigureAwait(false);
        }
        return new(found, bindings) { Status = { Cluster = gateway.Identity.Name } };
    }

    private ObjectChange ToWanted(ResourceType type, string name, JsonObject? wanted) => new(type, null, name, _found[type], wanted);

    private bool IsAsShipped(ResourceType type) => _found[type] is not null
        && !Status.Reasons.Any(
            reason => reason.Kind == nameof(EksDefaultFindingKind.Altered) && reason.Target.StartsWith(
                $"{type.Kind}/", StringComparison.Ordinal));

    private static T? Decode<T>(ManifestDocument? document, Func<ManifestDocument, T?> decode)
        where T : class => document is null ? null : decode(document);

    private static JsonObject Json<T>(T value, JsonTypeInfo<T> json) => JsonSerializer.SerializeToNode(value, json)!.AsObject();
}
