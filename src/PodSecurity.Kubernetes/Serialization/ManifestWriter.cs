using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using PodSecurity.Api.Decoding;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace PodSecurity.Kubernetes.Serialization;

/// <summary>
/// Writes objects as YAML that kubectl applies and people read: block style, and quotes only where a text would not be read as one without.
/// </summary>
public static partial class ManifestWriter
{
    // No line is folded: folding changes what a text says to people who compare.
    private static readonly EmitterSettings Settings = EmitterSettings.Default.WithBestWidth(int.MaxValue).WithoutAnchorName().WithNewLine(
        "\n");

    /// <summary>One document, ending with a line break, without a <c>---</c>.</summary>
    public static string ToYaml(PodSecurityPolicy policy) =>
        ToYaml(JsonSerializer.SerializeToNode(policy, KubernetesJson.Default.PodSecurityPolicy)!);

    /// <inheritdoc cref="ToYaml(PodSecurityPolicy)"/>
    public static string ToYaml(JsonNode value)
    {
        using var text = new StringWriter(CultureInfo.InvariantCulture) { NewLine = "\n" };
        var emitter = new Emitter(text, Settings);
        emitter.Emit(new StreamStart());
        emitter.Emit(new DocumentStart(null, null, isImplicit: true));
        Write(emitter, value);
        emitter.Emit(new DocumentEnd(isImplicit: true));
        emitter.Emit(new StreamEnd());
        return text.ToString();
    }

    private static void Write(Emitter emitter, JsonNode? value)
    {
        switch (value)
        {
            case JsonObject map:
                emitter.Emit(new MappingStart(null, null, isImplicit: true, map.Count == 0 ? MappingStyle.Flow : MappingStyle.Block));
                foreach (var (name, field) in map)
                {
                    emitter.Emit(Text(name));
                    Write(emitter, field);
                }
                emitter.Emit(new MappingEnd());
                break;
            case JsonArray list:
                emitter.Emit(new SequenceStart(null, null, isImplicit: true, list.Count == 0 ? SequenceStyle.Flow : SequenceStyle.Block));
                foreach (var item in list)
                {
                    Write(emitter, item);
                }
                emitter.Emit(new SequenceEnd());
                break;
            default:
                emitter.Emit(
                    value?.GetValueKind() == JsonValueKind.String ? Text((string)value!) : new Scalar(value?.ToJsonString() ?? "null"));
                break;
        }
    }

    private static Scalar Text(string value)
    {
        var style = PlainText().IsMatch(value) && !ReadAsSomethingElse().IsMatch(value) ? ScalarStyle.Plain
            : value.Contains('\n') && !value.Any(c => char.IsControl(c) && c != '\n') && value[0] is not (' ' or '\n') ? ScalarStyle.Literal
            : ScalarStyle.DoubleQuoted;
        return new Scalar(
            null, null, value, style, isPlainImplicit: style == ScalarStyle.Plain, isQuotedImplicit: style != ScalarStyle.Plain);
    }

    // Texts that no reader can take for anything but text; all others are quoted.
    [GeneratedRegex(@"^[A-Za-z_./][A-Za-z0-9_./=@+()-]*(?:[: ][A-Za-z0-9_./=@+()-]+)*\z")]
    private static partial Regex PlainText();

    [GeneratedRegex(@"^(?:y|n|yes|no|on|off|true|false|null|\.inf|\.nan|[-+.0-9_:]+|[0-9.]+e[0-9+-]+|0x[0-9a-f]+)\z",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex ReadAsSomethingElse();
}
