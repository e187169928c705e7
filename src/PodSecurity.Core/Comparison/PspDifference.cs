using System.Text.Json.Nodes;

namespace PodSecurity;

/// <summary>What a policy allows and others do not, with a pod that shows it.</summary>
public sealed class PspDifference
{
    private readonly JsonObject _pod;

    private readonly string _text;

    internal PspDifference(JsonObject pod, string text) => (_pod, _text) = (pod, text);

    /// <summary>As Compare-Object says it: <c>&lt;=</c> only the reference allows it, <c>=&gt;</c> only the other does.</summary>
    public required string SideIndicator { get; init; }

    /// <summary>The field of the policies that decides, for example <c>spec.hostNetwork</c>; several when only all of them together make
    /// the difference.</summary>
    public required IReadOnlyList<string> Field { get; init => field = new ObjectList<string>(value); }

    /// <summary>What is allowed, for example <c>8000-8100</c> or <c>NET_ADMIN</c>.</summary>
    public required IReadOnlyList<string> Allowed { get; init => field = new ObjectList<string>(value); }

    /// <summary>The policy that admits the pod.</summary>
    public required string AllowedBy { get; init; }

    /// <summary>The policies that refuse the pod.</summary>
    public required IReadOnlyList<string> RefusedBy { get; init => field = new ObjectList<string>(value); }

    /// <summary>What the server would answer if there were only the first policy of those that refuse.</summary>
    public required string Message { get; init; }

    /// <summary>A pod with the first of what is allowed, as a manifest.</summary>
    /// <remarks>In PowerShell the property <c>Pod</c> shows this as an object.</remarks>
    public JsonObject GetPod() => _pod.DeepClone().AsObject();

    public override string ToString() => _text;
}
