using System.Globalization;
using PodSecurity.Api;

namespace PodSecurity.Migration.Pods;

/// <summary>
/// A field of a pod that policies can see: of the pod itself, or of a container, which goes by its name, because pods and templates may
/// have
/// different ones.
/// </summary>
/// <param name="List">The list of containers or the volumes; null for the pod itself.</param>
/// <param name="Item">The name of the container or volume.</param>
/// <param name="Name">The fields below the item or the pod's spec; "" for the item as a whole; for an annotation its key.</param>
internal readonly record struct PodField(string? List, string? Item, string Name, bool IsAnnotation = false)
{
    public static PodField OfPod(string name) => new(null, null, name);

    public static PodField OfAnnotation(string key) => new(null, null, key, IsAnnotation: true);

    /// <summary>The field at a JSON Pointer into this pod.</summary>
    public static PodField At(string pointer, Pod pod)
    {
        var steps = pointer[1..].Split('/');
        if (steps[0] == "metadata")
        {
            return OfAnnotation(steps[2].Replace("~1", "/", StringComparison.Ordinal).Replace("~0", "~", StringComparison.Ordinal));
        }
        if (ContainersIn(pod, steps[1]) is not { } containers)
        {
            return OfPod(string.Join('.', steps[1..]));
        }
        var index = int.Parse(steps[2], CultureInfo.InvariantCulture);
        return new(steps[1], containers[index].Name, string.Join('.', steps[3..]));
    }

    /// <summary>Whether the pod has what the field belongs to.</summary>
    public bool BelongsTo(Pod pod)
    {
        var item = Item;
        return List is null || ContainersIn(pod, List)?.Any(container => container.Name == item) == true;
    }

    public override string ToString() =>
        IsAnnotation ? $"metadata.annotations[{Name}]"
        : List is null ? $"spec.{Name}"
        : Name.Length == 0 ? $"spec.{List}[{Item}]"
        : $"spec.{List}[{Item}].{Name}";

    private static IReadOnlyList<Container>? ContainersIn(Pod pod, string list) => list switch
    {
        "containers" => pod.Containers,
        "initContainers" => pod.InitContainers,
        "ephemeralContainers" => pod.EphemeralContainers,
        _ => null,
    };
}
