using System.Text.Json.Nodes;

namespace PodSecurity.Comparison.Aspects;

/// <summary>One thing that a pod can ask for.</summary>
/// <param name="Field">
/// The field of a policy that decides on it, for example <c>spec.hostNetwork</c>; null for a variation that is only something to begin
/// from, where a policy does not admit a pod that asks for nothing.
/// </param>
/// <param name="Value">What it asks for, for example <c>1000-1999</c> or <c>NET_ADMIN</c>.</param>
/// <param name="Apply">Makes a pod ask for it, beside what it asks for already.</param>
internal sealed record PodVariation(string? Field, string Value, Action<JsonObject> Apply)
{
    /// <summary>The pod as it is.</summary>
    public static PodVariation None { get; } = new(null, "", _ => { });

    /// <summary>That a pod says nothing, which a policy can refuse, too.</summary>
    public static PodVariation Silence(string field, string value) => new(field, value, _ => { });
}
