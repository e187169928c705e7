namespace PodSecurity;

/// <summary>A remark on a policy that the server would accept.</summary>
/// <param name="Code">Constant, PascalCase, for scripts: for example <c>PrivilegedContainers</c>.</param>
/// <param name="Kind">The name of a <see cref="PspWarningKind"/>.</param>
/// <param name="Field">The field concerned, as the server names it: for example <c>spec.privileged</c>.</param>
/// <param name="Message">What it means and what to do, in a sentence or two.</param>
public sealed record PspWarning(string Code, string Kind, string Field, string Message)
{
    public override string ToString() => $"{Field}: {Message}";
}
