using System.Text.Json;
using System.Text.Json.Serialization;
using PodSecurity.Api;

namespace PodSecurity;

/// <summary>An API object or a part of one whose unknown fields survive reading and writing.</summary>
public abstract class ExtensibleObject
{
    /// <summary>Fields that this module does not model, as values that people and PowerShell can read; null when there are none.</summary>
    [JsonIgnore]
    public IReadOnlyDictionary<string, object?>? UnknownFields => UnknownJson is { Count: > 0 } fields
        ? new FieldMap(fields.Select(pair => KeyValuePair.Create(pair.Key, PlainJson.Value(pair.Value))))
        : null;

    /// <summary>The same as they were read.</summary>
    [JsonExtensionData, JsonInclude]
    internal IDictionary<string, JsonElement>? UnknownJson { get; set; }
}
