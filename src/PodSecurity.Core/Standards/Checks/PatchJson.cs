using System.Text.Encodings.Web;
using System.Text.Json;

namespace PodSecurity.Standards.Checks;

/// <summary>How patches are written: for people and kubectl, not for the inside of a web page.</summary>
internal static class PatchJson
{
    public static readonly JsonSerializerOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
}
