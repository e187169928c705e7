using System.Text.Json.Nodes;

namespace PodSecurity.Standards.Checks;

/// <summary>
/// Collects changes of a pod: as steps in words, and as a strategic merge patch, which names containers and volumes by their
/// names, so that several patches of one pod go together.
/// </summary>
/// <param name="prefix">The fields that lead to the pod's metadata and spec, for example spec.template; none for a pod.</param>
internal sealed class PodPatch(params string[] prefix)
{
    private readonly List<string> _steps = [];
    private readonly JsonObject _root = [];

    public IReadOnlyList<string> Steps => _steps;

    public string Json => _root.ToJsonString(PatchJson.Options);

    /// <summary>Sets a field of the pod's spec; null takes it away.</summary>
    public void Set(JsonNode? value, params string[] path)
    {
        _steps.Add(Step(value, ["spec", .. path]));
        Put(Spec, value, path);
    }

    public void RemoveAnnotation(string key)
    {
        _steps.Add($"remove {string.Join('.', [.. prefix, "metadata", "annotations"])}[{key}]");
        Put(Child(Pod, "metadata"), null, ["annotations", key]);
    }

    /// <summary>Sets a field of a container; null takes it away.</summary>
    public void Set(ContainerPlace container, JsonNode? value, params string[] path)
    {
        _steps.Add(Step(value, ["spec", $"{container.List}[{container.Index}]", .. path]));
        Put(Element(Spec, container.List, "name", container.Container.Name), value, path);
    }

    /// <summary>Takes the host port of a container's port away.</summary>
    public void RemoveHostPort(ContainerPlace container, int index)
    {
        _steps.Add(Step(null, ["spec", $"{container.List}[{container.Index}]", $"ports[{index}]", "hostPort"]));
        var place = Element(Spec, container.List, "name", container.Container.Name);
        Element(place, "ports", "containerPort", container.Container.Ports[index].ContainerPortNumber)["hostPort"] = null;
    }

    /// <summary>Takes sources of a volume away.</summary>
    public void RemoveSources(int index, string volume, IEnumerable<string> sources)
    {
        foreach (var source in sources)
        {
            _steps.Add(Step(null, ["spec", $"volumes[{index}]", source]));
            Element(Spec, "volumes", "name", volume)[source] = null;
        }
    }

    /// <summary>Gives a volume that has no source left one that every level allows; which the data needs, only its owner knows.</summary>
    public void HoldPlace(int index, string volume)
    {
        _steps.Add($"{Step(new JsonObject(), ["spec", $"volumes[{index}]", "emptyDir"])} or choose another allowed type");
        Element(Spec, "volumes", "name", volume)["emptyDir"] = new JsonObject();
    }

    private JsonObject Pod => prefix.Aggregate(_root, Child);

    private JsonObject Spec => Child(Pod, "spec");

    private string Step(JsonNode? value, IEnumerable<string> path)
    {
        var field = string.Join('.', prefix.Concat(path));
        return value is null ? $"remove {field}" : $"set {field} to {value.ToJsonString(PatchJson.Options)}";
    }

    private static void Put(JsonObject target, JsonNode? value, string[] path) =>
        path[..^1].Aggregate(target, Child)[path[^1]] = value;

    private static JsonObject Child(JsonObject parent, string name)
    {
        if (parent[name] is not JsonObject child)
        {
            parent[name] = child = [];
        }
        return child;
    }

    /// <summary>The element of a list that has this key, added where it is not there yet.</summary>
    private static JsonObject Element(JsonObject parent, string list, string keyName, JsonNode key)
    {
        if (parent[list] is not JsonArray elements)
        {
            parent[list] = elements = [];
        }
        if (elements.OfType<JsonObject>().FirstOrDefault(item => JsonNode.DeepEquals(item[keyName], key)) is { } found)
        {
            return found;
        }
        var added = new JsonObject { [keyName] = key };
        elements.Add((JsonNode)added);
        return added;
    }
}
