using System.Text.Json;
using System.Text.Json.Serialization;

namespace PodSecurity.Api.Decoding;

/// <summary>
/// Null where the API knows none: the server takes <c>privileged:</c> without a value as false, and an empty list item as an empty
/// text or object. The converters do the former while reading; the method does the latter afterwards.
/// </summary>
internal static class NullValues
{
    public static void Fill(PodSecurityPolicy policy)
    {
        policy.Metadata ??= new();
        policy.Spec ??= new();
        Fill(policy.Metadata.Labels);
        Fill(policy.Metadata.Annotations);
        Fill(policy.Spec);
    }

    private static void Fill(PodSecurityPolicySpec spec)
    {
        IList<string>?[] texts =
        [
            spec.DefaultAddCapabilities, spec.RequiredDropCapabilities, spec.AllowedCapabilities, spec.Volumes, spec.AllowedUnsafeSysctls,
            spec.ForbiddenSysctls, spec.AllowedProcMountTypes, spec.RuntimeClass?.AllowedRuntimeClassNames,
        ];
        foreach (var list in texts)
            Fill(list, () => "");
        foreach (var rule in new[] { spec.RunAsUser, spec.RunAsGroup, spec.SupplementalGroups, spec.FSGroup })
            Fill(rule?.Ranges, () => new());
        Fill(spec.HostPorts, () => new());
        Fill(spec.AllowedHostPaths, () => new());
        Fill(spec.AllowedFlexVolumes, () => new());
        Fill(spec.AllowedCSIDrivers, () => new());
    }

    private static void Fill<T>(IList<T>? list, Func<T> empty)
    {
        for (var i = 0; i < list?.Count; i++)
            list[i] ??= empty();
    }

    private static void Fill(IDictionary<string, string>? map)
    {
        foreach (var key in map?.Where(item => item.Value is null).Select(item => item.Key).ToArray() ?? [])
            map![key] = "";
    }
}

/// <summary>Reads null as false.</summary>
internal sealed class FalseForNull : JsonConverter<bool>
{
    public override bool HandleNull => true;

    public override bool Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        reader.TokenType != JsonTokenType.Null && reader.GetBoolean();

    public override void Write(Utf8JsonWriter writer, bool value, JsonSerializerOptions options) => writer.WriteBooleanValue(value);
}

/// <summary>Reads null as 0.</summary>
internal sealed class ZeroForNull : JsonConverter<int>
{
    public override bool HandleNull => true;

    public override int Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        reader.TokenType == JsonTokenType.Null ? 0 : reader.GetInt32();

    public override void Write(Utf8JsonWriter writer, int value, JsonSerializerOptions options) => writer.WriteNumberValue(value);
}

/// <inheritdoc cref="ZeroForNull"/>
internal sealed class LongZeroForNull : JsonConverter<long>
{
    public override bool HandleNull => true;

    public override long Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        reader.TokenType == JsonTokenType.Null ? 0 : reader.GetInt64();

    public override void Write(Utf8JsonWriter writer, long value, JsonSerializerOptions options) => writer.WriteNumberValue(value);
}
