using PodSecurity.Api;

namespace PodSecurity;

/// <summary>One fault of one field, typed and worded as the API server does (its <c>field.Error</c>).</summary>
/// <param name="Type">The server's error type: <c>FieldValueInvalid</c>, <c>FieldValueRequired</c>, ...</param>
/// <param name="Field">The server's field path, for example <c>spec.fsGroup.ranges[0].min</c>.</param>
/// <param name="Value">The offending value as the server prints it; null for error types that print none.</param>
/// <param name="Detail">The server's explanation; may be empty.</param>
public sealed record FieldError(string Type, string Field, string? Value, string Detail)
{
    /// <summary>The whole line as the server prints it.</summary>
    public string Message => $"{Field}: {Body}";

    /// <summary>The line without the field: what the server puts into <c>details.causes[].message</c>.</summary>
    public string Body => string.Join(": ", new[] { Title, Value, Detail }.Where(part => !string.IsNullOrEmpty(part)));

    private string Title => Type switch
    {
        "FieldValueInvalid" => "Invalid value",
        "FieldValueForbidden" => "Forbidden",
        "FieldValueRequired" => "Required value",
        "FieldValueNotSupported" => "Unsupported value",
        "FieldValueNotFound" => "Not found",
        "FieldValueDuplicate" => "Duplicate value",
        "FieldValueTooLong" => "Too long",
        _ => throw new InvalidOperationException($"Unknown error type '{Type}'."),
    };

    public static FieldError Invalid(string field, GoValue value, string detail) => new("FieldValueInvalid", field, value.Text, detail);

    public static FieldError Forbidden(string field, string detail) => new("FieldValueForbidden", field, null, detail);

    public static FieldError Required(string field, string detail) => new("FieldValueRequired", field, null, detail);

    public static FieldError NotSupported(string field, GoValue value, IEnumerable<string> supported) =>
        new("FieldValueNotSupported", field, value.Text, $"supported values: {string.Join(", ", supported.Select(GoValue.Quote))}");

    public static FieldError NotFound(string field, GoValue value) => new("FieldValueNotFound", field, value.Text, "");

    public static FieldError Duplicate(string field, GoValue value) => new("FieldValueDuplicate", field, value.Text, "");

    public static FieldError TooLong(string field, int maxBytes) =>
        new("FieldValueTooLong", field, null, $"must have at most {maxBytes} bytes");

    /// <summary>Several errors in one text, as the server joins them: each line once, in brackets when there are several.</summary>
    public static string Join(IEnumerable<FieldError> errors)
    {
        var lines = errors.Select(error => error.Message).Distinct().ToArray();
        return lines.Length == 1 ? lines[0] : $"[{string.Join(", ", lines)}]";
    }

    public override string ToString() => Message;
}
