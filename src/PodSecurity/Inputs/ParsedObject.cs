using System.Collections;
using System.Management.Automation;
using System.Reflection;
using System.Text.Json;
using System.Text.Json.Nodes;
using PodSecurity.Manifests;

namespace PodSecurity.Inputs;

/// <summary>An object that another program parsed: a hashtable, what ConvertFrom-Json gives, or a model of a Kubernetes library.</summary>
internal static class ParsedObject
{
    // What jobs and remoting note on every object that they bring; no field of it.
    private static readonly string[] RemotingNotes = ["PSComputerName", "RunspaceId", "PSShowComputerName", "PSSourceJobInstanceId"];

    /// <summary>The object as JSON, with its type if only its class knows it. It may be a list.</summary>
    /// <exception cref="ArgumentException">The object is not a Kubernetes object.</exception>
    /// <exception cref="JsonException">The object cannot be written as JSON.</exception>
    public static ReadOnlyMemory<byte> ToJson(object? value)
    {
        if (value is null)
        {
            throw new ArgumentException("It is $null.");
        }
        if (!MayBeManifest(value) || JsonNode.Parse(ObjectJson.Write(value).Span) is not JsonObject fields)
        {
            throw new ArgumentException("It has no fields such as kind.");
        }
        foreach (var note in RemotingNotes)
        {
            fields.Remove(note);
        }
        return WithType(SerializedObject.ToKubernetes(fields), TypeOf(value.GetType()));
    }

    /// <summary>Any other .NET object would be written to the last of its properties, to find only then that it is none of ours.</summary>
    private static bool MayBeManifest(object value) => value is PSObject or IDictionary or JsonNode or JsonElement
        || TypeOf(value.GetType()) is not null
        || value.GetType().GetProperty("Kind", BindingFlags.Public | BindingFlags.Instance | BindingFlags.IgnoreCase) is not null;

    /// <summary>Models made in code rarely fill in their type; KubernetesClient's classes know it in constants.</summary>
    private static ManifestType? TypeOf(Type type)
    {
        if (Constant(type, "KubeKind") is not { } kind || Constant(type, "KubeApiVersion") is not { } version)
        {
            return null;
        }
        var group = Constant(type, "KubeGroup");
        return new(string.IsNullOrEmpty(group) ? version : $"{group}/{version}", kind);
    }

    /// <summary>The type comes first, which the fields of a hashtable do in no order: of a list it says what the items are.</summary>
    private static byte[] WithType(JsonObject fields, ManifestType? type)
    {
        var typed = new JsonObject
        {
            ["apiVersion"] = fields["apiVersion"]?.DeepClone() ?? type?.ApiVersion,
            ["kind"] = fields["kind"]?.DeepClone() ?? type?.Kind,
        };
        foreach (var (name, value) in fields.Where(field => !typed.ContainsKey(field.Key)))
        {
            typed[name] = value?.DeepClone();
        }
        return JsonSerializer.SerializeToUtf8Bytes(typed);
    }

    private static string? Constant(Type type, string name) =>
        type.GetField(name, BindingFlags.Public | BindingFlags.Static)?.GetRawConstantValue() as string;
}
