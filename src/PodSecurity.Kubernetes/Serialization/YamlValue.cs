namespace PodSecurity.Kubernetes.Serialization;

internal enum YamlValueKind
{
    Null,
    True,
    False,

    /// <summary>The text is a JSON number.</summary>
    Number,
    String,
}

/// <summary>What a scalar means in JSON.</summary>
internal readonly record struct YamlValue(YamlValueKind Kind, string Text)
{
    public static YamlValue Null { get; } = new(YamlValueKind.Null, "null");
    public static YamlValue True { get; } = new(YamlValueKind.True, "true");
    public static YamlValue False { get; } = new(YamlValueKind.False, "false");

    public static YamlValue String(string text) => new(YamlValueKind.String, text);

    public static YamlValue Number(string json) => new(YamlValueKind.Number, json);
}
