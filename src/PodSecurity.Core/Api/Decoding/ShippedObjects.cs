using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace PodSecurity.Api.Decoding;

/// <summary>The objects in <c>Presets/Data</c>.</summary>
internal static class ShippedObjects
{
    /// <summary>A copy of its own for every caller: these objects can be changed.</summary>
    public static T Read<T>(string file, JsonTypeInfo<T> type)
    {
        using var stream = typeof(ShippedObjects).Assembly.GetManifestResourceStream(file)
            ?? throw new InvalidOperationException($"The assembly holds no resource '{file}'.");
        return JsonSerializer.Deserialize(stream, type)!;
    }
}
