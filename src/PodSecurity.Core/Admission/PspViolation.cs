namespace PodSecurity;

/// <summary>One rule that a pod breaks, in the server's words.</summary>
/// <param name="Policy">The policy that says so; null for a violation found by pod validation after admission.</param>
/// <param name="Type">The server's error type, for example <c>FieldValueInvalid</c>.</param>
/// <param name="Field">The server's field path, for example <c>spec.containers[0].securityContext.privileged</c>.</param>
/// <param name="Value">The offending value as the server prints it; null when the error type prints none.</param>
/// <param name="Detail">The server's explanation.</param>
/// <param name="Message">The whole line as the server prints it.</param>
public sealed record PspViolation(string? Policy, string Type, string Field, string? Value, string Detail, string Message)
{
    public override string ToString() => Message;
}
