namespace PodSecurity.Standards.Labels;

/// <summary>What Pod Security admission answers to a request.</summary>
public sealed record LabelAdmissionResponse
{
    public static LabelAdmissionResponse Silence { get; } = new() { Allowed = true };

    public required bool Allowed { get; init; }

    /// <summary>The HTTP status of a refusal; 0 when the request is allowed.</summary>
    public int Code { get; init; }

    /// <summary>The status' reason of a refusal, for example <c>Forbidden</c>.</summary>
    public string? Reason { get; init; }

    /// <summary>The whole text of a refusal.</summary>
    public string? Message { get; init; }

    /// <summary>In the server's order.</summary>
    public IReadOnlyList<string> Warnings { get; init; } = [];

    /// <summary>By short keys; the audit log puts <c>pod-security.kubernetes.io/</c> in front.</summary>
    public IReadOnlyDictionary<string, string> AuditAnnotations { get; init; } = new Dictionary<string, string>();

    internal static LabelAdmissionResponse Warning(params IReadOnlyList<string> warnings) => Silence with { Warnings = warnings };

    internal static LabelAdmissionResponse Audited(string key, string value) =>
        Silence with { AuditAnnotations = new Dictionary<string, string> { [key] = value } };

    internal static LabelAdmissionResponse Refused(int code, string reason, string message) =>
        new() { Allowed = false, Code = code, Reason = reason, Message = message };
}
