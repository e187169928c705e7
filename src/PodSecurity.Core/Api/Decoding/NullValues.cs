using System.Collections;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;

namespace PodSecurity.Api.Decoding;

/// <summary>
/// Null where the API knows none, as Go reads it: a field that is null stays as it is without it, an empty list item is an empty text or
/// object, and <c>privileged:</c> without a value is false.
/// </summary>
internal static class NullValues
{
    /// <summary>Lets the properties of a type leave out nulls.</summary>
    public static void Ignore(JsonTypeInfo type)
    {
        foreach (var property in type.Properties.Where(property => property is { IsExtensionData: false, Set: not null }))
        {
            var (set, itemType) = (property.Set!, ItemTypeOf(property.PropertyType));
            property.Set = (target, value) =>
            {
                if (value is null)
                {
                    return;
                }
                Fill(value, itemType);
                set(target, value);
            };
        }
    }

    /// <summary>What a list or map holds; null for anything else.</summary>
    private static Type? ItemTypeOf(Type type)
    {
        var interfaces = type.GetInterfaces().Prepend(type).Where(found => found.IsGenericType).ToLookup(
            found => found.GetGenericTypeDefinition());
        return interfaces[typeof(IDictionary<,>)].Concat(interfaces[typeof(IList<>)]).FirstOrDefault()?.GetGenericArguments()[^1];
    }

    private static void Fill(object value, Type? itemType)
    {
        switch (value)
        {
            case IDictionary map:
                foreach (var key in map.Keys.Cast<object>().Where(key => map[key] is null).ToArray())
                {
                    map[key] = Empty(itemType!);
                }
                break;
            case IList list:
                for (var i = 0; i < list.Count; i++)
                {
                    list[i] ??= Empty(itemType!);
                }
                break;
        }
    }

    private static object Empty(Type type) => type == typeof(string) ? "" : Activator.CreateInstance(type)!;
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
