using System.Text.Json;
using System.Text.Json.Serialization;

namespace PodSecurity.Reports;

/// <summary>How findings are written as JSON, in reports and on the way to them. Characters that HTML obeys are escaped.</summary>
internal static class FindingJson
{
    public static JsonSerializerOptions Options { get; } = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    };
}
