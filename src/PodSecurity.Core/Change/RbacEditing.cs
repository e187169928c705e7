using System.Text.Json;
using System.Text.Json.Nodes;
using PodSecurity.Access;
using PodSecurity.Api;
using PodSecurity.Api.Decoding;

namespace PodSecurity.Change;

/// <summary>What planning needs to know about RBAC objects: who made them, whom they name, what they give.</summary>
internal static class RbacEditing
{
    private const string MarkerLabel = "app.kubernetes.io/managed-by";
    private const string Marker = "PodSecurity";

    /// <summary>Whether this module made the object.</summary>
    public static bool IsOurs(this ObjectMetadata metadata) => metadata.Labels.TryGetValue(MarkerLabel, out var maker) && maker == Marker;

    public static ObjectMetadata Marked(this ObjectMetadata metadata) => new()
    {
        Name = metadata.Name,
        Namespace = metadata.Namespace,
        Labels = new(metadata.Labels) { [MarkerLabel] = Marker },
        Annotations = metadata.Annotations,
        ResourceVersion = metadata.ResourceVersion,
        Uid = metadata.Uid,
        UnknownJson = metadata.UnknownJson,
    };

    /// <summary>Whether the role gives the use of this policy and not a thing besides.</summary>
    public static bool GivesOnlyUseOf(this RbacRole role, string policy) => role.Rules is { Count: > 0 } && role.GivesNothingBut(policy);

    /// <summary>Whether the role gives nothing besides the use of this policy, and perhaps not even that.</summary>
    public static bool GivesNothingBut(this RbacRole role, string policy) =>
        role.AggregationRule is null && (role.Rules ?? []).All(rule =>
            Only(rule.Verbs, PolicyUseRequest.Verb) && Only(rule.Resources, PolicyUseRequest.Resource) && Only(rule.ResourceNames, policy)
            && rule.ApiGroups is { Count: > 0 } groups && groups.All(
                PolicyUseRequest.ApiGroups.Contains) && rule.NonResourceURLs is not { Count: > 0 });

    /// <summary>Whether the binding names the subject.</summary>
    public static bool Names(this RbacBinding binding, RbacSubject subject) =>
        (binding.Subjects ?? []).Any(present => binding.Same(present, subject));

    /// <summary>Whether both mean the same somebody in this binding.</summary>
    public static bool Same(this RbacBinding binding, RbacSubject one, RbacSubject other) =>
        one.Kind == other.Kind && one.Name == other.Name
            && (one.Kind != RbacKinds.ServiceAccount || one.NamespaceIn(binding) == other.NamespaceIn(binding));

    public static JsonObject ToJson(this RbacRole role) =>
        JsonSerializer.SerializeToNode(role, KubernetesJson.Default.RbacRole)!.AsObject();

    public static JsonObject ToJson(this RbacBinding binding) =>
        JsonSerializer.SerializeToNode(binding, KubernetesJson.Default.RbacBinding)!.AsObject();

    private static bool Only(IList<string>? list, string value) => list is [var single] && single == value;
}
