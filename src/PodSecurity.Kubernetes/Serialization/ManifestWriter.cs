using System.Text.Json;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace PodSecurity.Kubernetes.Serialization;

/// <summary>Writes objects as YAML that kubectl applies and people read.</summary>
public static class ManifestWriter
{
    // What some YAML reader takes for something else than text.
    private static readonly HashSet<string> Reserved =
        new(["", "~", "null", "true", "false", "yes", "no", "on", "off", "y", "n"], StringComparer.OrdinalIgnoreCase);

    /// <summary>One document, ending with a line break, without a <c>---</c>.</summary>
    public static string ToYaml(PodSecurityPolicy policy) =>
        ToYaml(JsonSerializer.SerializeToElement(policy, KubernetesJson.Default.PodSecurityPolicy));

    /// <inheritdoc cref="ToYaml(PodSecurityPolicy)"/>
    public static string ToYaml(JsonElement value)
    {
        using var text = new StringWriter { NewLine = "\n" };
        var emitter = new Emitter(text, EmitterSettings.Default.WithBestWidth(int.MaxValue));
        emitter.Emit(new StreamStart());
        emitter.Emit(new DocumentStart(null, null, isImplicit: true));
        Emit(emitter, value);
        emitter.Emit(new DocumentEnd(isImplicit: true));
        emitter.Emit(new StreamEnd());
        return text.ToString();
    }

    private static void Emit(Emitter emitter, JsonElement value)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.Object:
                emitter.Emit(new MappingStart());
                foreach (var field in value.EnumerateObject())
                {
                    EmitText(emitter, field.Name);
                    Emit(emitter, field.Value);
                }
                emitter.Emit(new MappingEnd());
                break;
            case JsonValueKind.Array:
                emitter.Emit(new SequenceStart(AnchorName.Empty, TagName.Empty, isImplicit: true, SequenceStyle.Any));
                foreach (var item in value.EnumerateArray())
                    Emit(emitter, item);
                emitter.Emit(new SequenceEnd());
                break;
            case JsonValueKind.String:
                EmitText(emitter, value.GetString()!);
                break;
            default:
                emitter.Emit(new Scalar(value.GetRawText()));
                break;
        }
    }

    private static void EmitText(Emitter emitter, string text) =>
        emitter.Emit(new Scalar(AnchorName.Empty, TagName.Empty, text, StyleOf(text), isPlainImplicit: true, isQuotedImplicit: true));

    /// <summary>Any leaves it to the library, which quotes what plain text cannot hold.</summary>
    private static ScalarStyle StyleOf(string text) => text switch
    {
        _ when text.Contains('\n') => ScalarStyle.Literal,
        _ when Reserved.Contains(text) || text[0] is '+' or '-' or '.' or '=' or '<' || char.IsAsciiDigit(text[0]) => ScalarStyle.SingleQuoted,
        _ => ScalarStyle.Any,
    };
}
