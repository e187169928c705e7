using System.Text;
using System.Text.Json;
using PodSecurity.Manifests;

namespace PodSecurity.Kubernetes.Serialization;

/// <summary>The kind and apiVersion of a list's items, for those that leave them to their list.</summary>
internal sealed class TypeFields(ManifestType type)
{
    private readonly byte[] _fields = Encoding.UTF8.GetBytes($"\"kind\":{Quote(type.Kind)},\"apiVersion\":{Quote(type.ApiVersion)},");

    /// <summary>How many bytes are put in, behind the first byte of the item.</summary>
    public int Length => _fields.Length;

    /// <summary>A copy of the item, an object, with the fields in front.</summary>
    public byte[] AddTo(ReadOnlySpan<byte> item)
    {
        // the comma at their end is one too many when no other field follows
        var isEmpty = item[1..].TrimStart(" \t\r\n"u8) is [(byte)'}', ..];
        var fields = _fields.AsSpan(0, isEmpty ? _fields.Length - 1 : _fields.Length);
        var result = GC.AllocateUninitializedArray<byte>(item.Length + fields.Length);
        result[0] = item[0];
        fields.CopyTo(result.AsSpan(1));
        item[1..].CopyTo(result.AsSpan(1 + fields.Length));
        return result;
    }

    private static string Quote(string text) => $"\"{JsonEncodedText.Encode(text)}\"";
}
