namespace PodSecurity;

/// <summary>One difference that a policy makes to a pod: JSON Pointer (RFC 6901) into the pod, value before, value after.</summary>
/// <param name="Path">For example <c>/spec/containers/0/securityContext/runAsUser</c>.</param>
/// <param name="OldValue">Null when the field was absent.</param>
/// <param name="NewValue">A bool, long, string, string[], long[] or SELinux text; null when the field goes away.</param>
public sealed record PodChange(string Path, object? OldValue, object? NewValue)
{
    public override string ToString() => $"{Path}: {Format(OldValue)} -> {Format(NewValue)}";

    private static string Format(object? value) => value switch
    {
        null => "(none)",
        bool flag => flag ? "true" : "false",
        System.Collections.IEnumerable list and not string => $"[{string.Join(", ", list.Cast<object>())}]",
        _ => value.ToString() ?? "",
    };
}
