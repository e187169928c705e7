using System.Net;
using System.Text.Json.Nodes;

namespace PodSecurity.Tests.Campaign;

/// <summary>One write that took effect.</summary>
/// <param name="Before">The object that was there; null when there was none.</param>
/// <param name="IsOther">Whether somebody else did it.</param>
internal sealed record Mutation(string Path, JsonObject? Before, JsonObject? After, bool IsOther);

/// <summary>
/// An API server's state with the rules that matter to changes: uids, versions, preconditions, defaults, a roleRef that never changes,
/// writes that change nothing, and, if it is new enough, managed fields. Keeps a journal of what took effect.
/// </summary>
internal sealed class StatefulServer(bool keepsManagedFields)
{
    public const string SomebodyElse = "kubectl";

    private readonly SortedDictionary<string, JsonObject> _objects = new(StringComparer.Ordinal);
    private int _counter;

    public List<Mutation> Journal { get; } = [];

    public IReadOnlyDictionary<string, JsonObject> Objects => _objects;

    /// <summary>Content by path, without what only the server writes.</summary>
    public Dictionary<string, string> Contents => _objects.ToDictionary(pair => pair.Key, pair => Content(pair.Value)!);

    public static string? Content(JsonObject? body) => body is null ? null : Change.ServerFields.Without(body).ToJsonString();

    /// <summary>Takes over the objects of another server.</summary>
    public void Load(IReadOnlyDictionary<string, JsonObject> objects)
    {
        foreach (var (path, body) in objects)
        {
            Store(path, null, Change.ServerFields.Without(body), "before");
        }
        Journal.Clear();
    }

    /// <param name="path">Without the query.</param>
    public (HttpStatusCode Status, JsonObject Body) Handle(string method, string path, JsonObject? body, string manager) => method switch
    {
        "GET" => Get(path),
        "POST" => Create(path, body!, manager),
        "PUT" => Replace(path, body!, manager),
        "DELETE" => Delete(path, body, manager),
        _ => Status(405, "MethodNotAllowed"),
    };

    public static (HttpStatusCode Status, JsonObject Body) Status(int code, string reason) => ((HttpStatusCode)code, new JsonObject
    {
        ["kind"] = "Status", ["apiVersion"] = "v1", ["metadata"] = new JsonObject(), ["status"] = code < 400 ? "Success" : "Failure",
        ["message"] = $"the server says {reason}", ["reason"] = reason, ["code"] = code,
    });

    private (HttpStatusCode, JsonObject) Get(string path)
    {
        if (_objects.TryGetValue(path, out var found))
        {
            return (HttpStatusCode.OK, found.DeepClone().AsObject());
        }
        var parts = path.Split('/');
        var version = string.Join('/', parts.Skip(2).Take(parts[1] == "api" ? 1 : 2));
        if (parts.Length == (parts[1] == "api" ? 3 : 4))
        {
            return (HttpStatusCode.OK, new JsonObject
            {
                ["kind"] = "APIResourceList",
                ["resources"] = new JsonArray([.. Kinds.Keys.Append("cronjobs").Select(name => new JsonObject { ["name"] = name })]),
            });
        }
        if (!Kinds.TryGetValue(parts[^1], out var kind))
        {
            return Status(404, "NotFound");
        }
        var items = _objects.Where(pair => pair.Key[..pair.Key.LastIndexOf('/')] is var home && (home == path || IsIn(home, path)));
        return (HttpStatusCode.OK, new JsonObject
        {
            ["kind"] = $"{kind}List", ["apiVersion"] = version, ["metadata"] = new JsonObject(),
            ["items"] = new JsonArray([.. items.Select(pair => pair.Value.DeepClone())]),
        });
    }

    // /apis/G/V/namespaces/N/roles belongs to the list /apis/G/V/roles too.
    private static bool IsIn(string home, string list) =>
        home.Split('/') is [.. var head, "namespaces", _, var plural] && $"{string.Join('/', head)}/{plural}" == list;

    private (HttpStatusCode, JsonObject) Create(string path, JsonObject body, string manager)
    {
        var key = $"{path}/{(string?)body["metadata"]!["name"]}";
        return _objects.ContainsKey(key) ? Status(409, "AlreadyExists") : (HttpStatusCode.Created, Store(key, null, body, manager));
    }

    private (HttpStatusCode, JsonObject) Replace(string path, JsonObject body, string manager)
    {
        if (!_objects.TryGetValue(path, out var current))
        {
            return Status(404, "NotFound");
        }
        if (body["metadata"]!["resourceVersion"] is { } version && (string?)version != (string?)current["metadata"]!["resourceVersion"])
        {
            return Status(409, "Conflict");
        }
        return !JsonNode.DeepEquals(current["roleRef"], body["roleRef"]) ? Status(
            422, "Invalid") : (HttpStatusCode.OK, Store(path, current, body, manager));
    }

    private (HttpStatusCode, JsonObject) Delete(string path, JsonObject? options, string manager)
    {
        if (!_objects.TryGetValue(path, out var current))
        {
            return Status(404, "NotFound");
        }
        var (wanted, metadata) = (options?["preconditions"], current["metadata"]!);
        if (new[] { "uid", "resourceVersion" }.Any(field => wanted?[field] is { } value && (string?)value != (string?)metadata[field]))
        {
            return Status(409, "Conflict");
        }
        _objects.Remove(path);
        Journal.Add(new(path, current, null, manager == SomebodyElse));
        return Status(200, "");
    }

    private JsonObject Store(string path, JsonObject? current, JsonObject body, string manager)
    {
        var stored = body.DeepClone().AsObject();
        if ((string?)stored["kind"] == "PodSecurityPolicy" && stored["spec"] is JsonObject spec)
        {
            spec["allowPrivilegeEscalation"] ??= true;
        }
        if (current is not null && Change.ServerFields.SameContent(current, stored))
        {
            return current.DeepClone().AsObject();
        }
        var metadata = stored["metadata"]!.AsObject();
        metadata["uid"] = (string?)current?["metadata"]!["uid"] ?? $"uid-{++_counter}";
        metadata["resourceVersion"] = $"{++_counter}";
        if (keepsManagedFields)
        {
            var managers = (current?["metadata"]!["managedFields"] as JsonArray ?? []).Select(entry => (string)entry!["manager"]!).Append(
                manager).Distinct();
            metadata["managedFields"] = new JsonArray(
                [.. managers.Select(name => new JsonObject { ["manager"] = name, ["operation"] = "Update" })]);
        }
        _objects[path] = stored;
        Journal.Add(new(path, current, stored, manager == SomebodyElse));
        return stored.DeepClone().AsObject();
    }

    private static readonly Dictionary<string, string> Kinds = new()
    {
        ["podsecuritypolicies"] = "PodSecurityPolicy", ["clusterroles"] = "ClusterRole", ["clusterrolebindings"] = "ClusterRoleBinding",
        ["roles"] = "Role", ["rolebindings"] = "RoleBinding", ["namespaces"] = "Namespace", ["serviceaccounts"] = "ServiceAccount",
            ["pods"] = "Pod",
        ["podtemplates"] = "PodTemplate", ["replicationcontrollers"] = "ReplicationController", ["deployments"] = "Deployment",
        ["replicasets"] = "ReplicaSet", ["statefulsets"] = "StatefulSet", ["daemonsets"] = "DaemonSet", ["jobs"] = "Job",
            ["cronjobs"] = "CronJob",
    };
}
