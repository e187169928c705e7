using System.Text.Json;
using System.Text.Json.Nodes;
using PodSecurity.Api;
using PodSecurity.Api.Decoding;

namespace PodSecurity.Inputs;

/// <summary>
/// Objects of ours that come back as what Import-Clixml, a job or ConvertFrom-Json makes of them: with the names of our properties instead
/// of Kubernetes' fields.
/// </summary>
internal static class SerializedObject
{
    // Ours, and no fields of the API.
    private static readonly string[] Additions = ["Name", "Source", "Cluster"];

    /// <summary>The object as Kubernetes writes it; as it is, when it is none of ours.</summary>
    public static JsonObject ToKubernetes(JsonObject root) => TypeOf(root) is { } type ? Rewrite(root, type) : root;

    private static Type? TypeOf(JsonObject root) =>
        root.ContainsKey("ApiVersion") && root["Kind"] is JsonValue kind && kind.TryGetValue(out string? name)
        ? name switch
        {
            "PodSecurityPolicy" => typeof(PodSecurityPolicy),
            RbacKinds.Role or RbacKinds.ClusterRole => typeof(RbacRole),
            RbacKinds.RoleBinding or RbacKinds.ClusterRoleBinding => typeof(RbacBinding),
            _ => null,
        }
        : null;

    private static JsonObject Rewrite(JsonObject root, Type type)
    {
        var plain = WithUnknownFields(root);
        foreach (var name in Additions)
        {
            plain.Remove(name);
        }
        var value = plain.Deserialize(KubernetesJson.AnyCase.GetTypeInfo(type));
        return JsonSerializer.SerializeToNode(value, KubernetesJson.Default.GetTypeInfo(type))!.AsObject();
    }

    private static JsonObject WithUnknownFields(JsonObject map)
    {
        var result = new JsonObject();
        foreach (var (name, value) in map)
        {
            if (name == nameof(ExtensibleObject.UnknownFields))
            {
                AddAll(result, value as JsonObject);
            }
            else if (value is not null)
            {
                result[name] = Inner(value, name);
            }
        }
        return result;
    }

    private static JsonNode Inner(JsonNode value, string name) => value switch
    {
        // They come back in no order; the server keeps them by name.
        JsonObject map when name is nameof(ObjectMetadata.Labels) or nameof(ObjectMetadata.Annotations) =>
            new JsonObject(
                map.OrderBy(item => item.Key, StringComparer.Ordinal).Select(
                    item => KeyValuePair.Create(item.Key, item.Value?.DeepClone()))),
        JsonObject map => WithUnknownFields(map),
        JsonArray list => new JsonArray([.. list.Select(item => item is null ? null : Inner(item, name))]),
        _ => value.DeepClone(),
    };

    private static void AddAll(JsonObject result, JsonObject? fields)
    {
        foreach (var (name, value) in fields ?? [])
        {
            result[name] = value?.DeepClone();
        }
    }
}
