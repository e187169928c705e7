using System.Collections;
using System.Management.Automation;

namespace PodSecurity.Formatting;

/// <summary>Properties of what is shown: an object of ours, or what a file or a job made of it, which has the same properties.</summary>
internal static class Fields
{
    public static string? Text(this PSObject instance, string name) => instance.Properties[name]?.Value?.ToString();

    public static bool Flag(this PSObject instance, string name) => LanguagePrimitives.IsTrue(instance.Properties[name]?.Value);

    public static IReadOnlyList<PSObject> Items(this PSObject instance, string name) =>
        (instance.Properties[name]?.Value is PSObject wrapped ? wrapped.BaseObject : instance.Properties[name]?.Value) is IEnumerable items
            ? [.. items.Cast<object>().Select(PSObject.AsPSObject)]
            : [];

    /// <summary>The item of a list; an object of Kubernetes, which a file or a job makes a map of, as <c>Kind/name</c>.</summary>
    public static string InWords(this PSObject item) => item.BaseObject is IDictionary map && map["metadata"] is { } metadata
        ? $"{map["kind"]}/{(PSObject.AsPSObject(metadata).BaseObject as IDictionary)?["name"]}"
        : $"{item}";

    /// <summary>For example <c>shop/Deployment/web</c>.</summary>
    public static string Workload(this PSObject instance) =>
        $"{instance.Text("Namespace")}/{instance.Text("Kind")}/{instance.Text("Name")}";
}
