using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using PodSecurity.Admission.Storage;
using PodSecurity.Api;
using PodSecurity.Api.Decoding;
using PodSecurity.Manifests;

namespace PodSecurity.Comparison.Aspects;

/// <summary>A pod of one container as people write it, and the places in it that policies look at.</summary>
internal static class ExamplePod
{
    public const string ContainerName = "app";

    /// <summary>Asks for nothing, not even for a token, which the server would add as a volume.</summary>
    public static JsonObject Plain() => new()
    {
        ["apiVersion"] = "v1",
        ["kind"] = "Pod",
        ["metadata"] = new JsonObject { ["name"] = "example" },
        ["spec"] = new JsonObject
        {
            ["automountServiceAccountToken"] = false,
            ["containers"] = new JsonArray(new JsonObject { ["name"] = ContainerName, ["image"] = "busybox" }),
        },
    };

    public static JsonObject Spec(this JsonObject pod) => pod.Ensure("spec");

    public static JsonObject PodContext(this JsonObject pod) => pod.Spec().Ensure("securityContext");

    public static JsonObject Container(this JsonObject pod) => pod.Spec()["containers"]![0]!.AsObject();

    public static JsonObject ContainerContext(this JsonObject pod) => pod.Container().Ensure("securityContext");

    public static JsonObject Annotations(this JsonObject pod) => pod.Ensure("metadata").Ensure("annotations");

    /// <summary>Adds a volume of this source, mounted into the container.</summary>
    public static void AddVolume(this JsonObject pod, string sourceField, JsonNode source, bool readOnly = true)
    {
        var name = $"volume-{pod.Spec().List("volumes").Count + 1}";
        pod.Spec().List("volumes").Add(new JsonObject { ["name"] = name, [sourceField] = source });
        var mount = new JsonObject { ["name"] = name, ["mountPath"] = $"/mnt/{name}" };
        if (readOnly)
        {
            mount["readOnly"] = true;
        }
        pod.Container().List("volumeMounts").Add(mount);
    }

    /// <summary>The list in this field, made if it is absent.</summary>
    public static JsonArray List(this JsonObject parent, string field)
    {
        if (parent[field] is not JsonArray list)
        {
            parent[field] = list = [];
        }
        return list;
    }

    public static Pod Decode(JsonObject pod) =>
        WorkloadDecoder.Decode(
            new ManifestDocument(Encoding.UTF8.GetBytes(pod.ToJsonString(JsonSerializerOptions.Default)), new("example")))!.Pod;
}
