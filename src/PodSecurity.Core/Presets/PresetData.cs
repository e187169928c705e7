using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace PodSecurity.Presets;

/// <summary>The objects in <c>Presets/Data</c>.</summary>
internal static class PresetData
{
    /// <summary>A copy of its own for every caller: these objects can be changed.</summary>
    public static T Read<T>(string file, JsonTypeInfo<T> type)
    {
        using var stream = typeof(PresetData).Assembly.GetManifestResourceStream(file)
            ?? throw new InvalidOperationException($"The assembly holds no resource '{file}'.");
        return JsonSerializer.Deserialize(stream, type)!;
    }
}
