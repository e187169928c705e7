namespace PodSecurity;

/// <summary>One check of the Pod Security Standards that a pod fails, in the server's words.</summary>
/// <param name="Check">The check's id in Kubernetes, for example <c>hostPorts</c>.</param>
/// <param name="Reason">Short, for example <c>hostPort</c>.</param>
/// <param name="Detail">The containers and values that are meant.</param>
public sealed record PssViolation(string Check, string Reason, string Detail)
{
    /// <summary>As it stands in a refusal: the detail in parentheses.</summary>
    public override string ToString() => Detail.Length == 0 ? Reason : $"{Reason} ({Detail})";
}

/// <summary>The smallest change that makes a pod pass a check.</summary>
/// <param name="Check">The check's id.</param>
/// <param name="Fix">The change in words, by the fields of the object.</param>
/// <param name="Patch">The change as a strategic merge patch of the object, in JSON.</param>
public sealed record PssExplanation(string Check, string Fix, string Patch)
{
    public override string ToString() => $"{Check}: {Fix}";
}
