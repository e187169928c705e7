using System.Text.Json;
using System.Text.Json.Serialization;

namespace PodSecurity;

/// <summary>An API object or a part of one whose unknown fields survive reading and writing.</summary>
public abstract class ExtensibleObject
{
    /// <summary>Fields that this module does not model, as they were read; null when there are none.</summary>
    [JsonExtensionData]
    public IDictionary<string, JsonElement>? UnknownFields { get; set; }
}
