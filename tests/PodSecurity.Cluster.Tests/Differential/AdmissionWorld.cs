using System.Text.Json.Nodes;
using PodSecurity.Api;
using PodSecurity.Cluster.Tests.Access;
using PodSecurity.Verdicts;
using static PodSecurity.Testing.Clusters.Dice;
using static PodSecurity.Testing.Clusters.Rbac;

namespace PodSecurity.Cluster.Tests.Differential;

/// <summary>Generated policies and grants on a server for a while, and the knowledge when its admission has seen them all.</summary>
internal sealed class AdmissionWorld(IClusterGateway gateway) : IAsyncDisposable
{
    // Sorts before every other policy, so a pod that every policy admits gets this one as soon as admission knows it.
    private const string Watchman = "0.watchman";
    private static readonly ResourceType RuntimeClasses = new("node.k8s.io", "v1", "runtimeclasses", "RuntimeClass", false);

    private readonly RbacWorld _rbac = new(gateway);
    private readonly List<string> _policies = [];

    /// <summary>
    /// What pods need whatever the policies are: namespaces, accounts with tokens, runtime classes, the right to create pods.
    /// </summary>
    public static async Task PrepareAsync(IClusterGateway gateway, CancellationToken cancellationToken)
    {
        foreach (var name in Words.RuntimeClasses)
        {
            await EnsureAsync(gateway, RuntimeClasses, null, name, [("handler", name)], cancellationToken);
        }

        foreach (var @namespace in RbacGenerator.Namespaces)
        {
            await EnsureAsync(gateway, ResourceTypes.Namespaces, null, @namespace, [], cancellationToken);
            await EnsureAsync(gateway, ResourceTypes.ServiceAccounts, @namespace, "web", [], cancellationToken);
            await EnsureAsync(gateway, ResourceTypes.ServiceAccounts, @namespace, "db", [], cancellationToken);
            foreach (var account in new[] { "default", "web", "db" })
            {
                await Eventually.TrueAsync($"{@namespace}:{account} has no token", async () =>
                    await gateway.GetAsync(ResourceTypes.ServiceAccounts, @namespace, account, cancellationToken) is { } document
                    && JsonNode.Parse(document.Json.Span)!["secrets"] is not null);
            }
        }
    }

    /// <summary>Creates everything; a policy that the server refuses is left out.</summary>
    public async Task<PolicyState> CreateAsync(
        IEnumerable<JsonObject> policies, RbacGenerator grants, Dice dice, CancellationToken cancellationToken)
    {
        foreach (var policy in policies)
        {
            await CreatePolicyAsync(policy, cancellationToken);
        }

        await _rbac.CreateAsync(
            [.. grants.Roles(), .. DirectRoles(dice), ClusterRole("gen:creator", Rule([""], ["pods"], ["create"]))],
            [.. grants.Bindings(), .. DirectBindings(dice), Everywhere("gen:creator", "gen:creator", Group("system:authenticated"))],
            cancellationToken);
        var access = await _rbac.SettledAsync(cancellationToken);
        await AwaitAdmissionAsync(cancellationToken);
        return (await PolicyStateReader.ReadAsync(gateway, cancellationToken)) with { Roles = access.Roles, Bindings = access.Bindings };
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var policy in _policies)
        {
            await DeleteAsync(policy, CancellationToken.None);
        }

        await _rbac.DisposeAsync();
    }

    // Grants that certainly mean something, beside those of the generator, many of which do not.
    private static IEnumerable<RbacRole> DirectRoles(Dice dice) =>
        RbacGenerator.Namespaces.Select(@namespace => Role(@namespace, "gen:direct", Use(dice.Some(1, RbacGenerator.Policies))));

    private static IEnumerable<RbacBinding> DirectBindings(Dice dice) =>
        from @namespace in RbacGenerator.Namespaces
        where dice.Chance(0.8)
        select In(@namespace, "gen:direct", "Role", "gen:direct", dice.Some(
            1, User("ann"), Group("dev"), Account(@namespace, "web"), Account(@namespace, "default")));

    private async Task CreatePolicyAsync(JsonObject policy, CancellationToken cancellationToken)
    {
        try
        {
            await gateway.CreateAsync(ResourceTypes.PodSecurityPolicies, null, policy, WriteOptions.Default, cancellationToken);
            _policies.Add((string)policy["metadata"]!["name"]!);
        }
        catch (ClusterException refusal) when (refusal.Failure == ClusterFailure.Invalid)
        {
            // What the server refuses is a matter of the test of validation.
        }
    }

    // Admission watches policies in order of change: once it has seen the last one come and go, it knows all before it.
    private async Task AwaitAdmissionAsync(CancellationToken cancellationToken)
    {
        await CreatePolicyAsync(PspOf(Watchman), cancellationToken);
        await Eventually.TrueAsync("admission does not know the last policy", async () => await ChosenAsync(cancellationToken) == Watchman);
        await DeleteAsync(Watchman, cancellationToken);
        _policies.Remove(Watchman);
        await Eventually.TrueAsync("admission still knows a deleted policy", async () => await ChosenAsync(cancellationToken) != Watchman);
    }

    private async Task<string?> ChosenAsync(CancellationToken cancellationToken)
    {
        var pod = Fields(
            ("apiVersion", "v1"),
            ("kind", "Pod"),
            ("metadata", Fields(("name", "watched"))),
            ("spec", Fields(("containers", new JsonArray(Fields(("name", "c"), ("image", "busybox")))))));
        var answer = await ServerAnswer.AskAsync(gateway, ResourceTypes.Pods, RbacGenerator.Namespaces[0], pod, cancellationToken);
        return (string?)answer.Stored?["metadata"]!["annotations"]?["kubernetes.io/psp"];
    }

    private static JsonObject PspOf(string name)
    {
        JsonObject Any() => Fields(("rule", "RunAsAny"));
        return Fields(
            ("apiVersion", "policy/v1beta1"),
            ("kind", "PodSecurityPolicy"),
            ("metadata", Fields(("name", name))),
            ("spec", Fields(
                ("volumes", new JsonArray("*")), ("runAsUser", Any()), ("seLinux", Any()), ("fsGroup", Any()),
                    ("supplementalGroups", Any()))));
    }

    private Task DeleteAsync(string policy, CancellationToken cancellationToken) =>
        gateway.DeleteAsync(
            ResourceTypes.PodSecurityPolicies, null, policy, DeletePreconditions.None, WriteOptions.Default, cancellationToken);

    private static async Task EnsureAsync(
        IClusterGateway gateway, ResourceType type, string? @namespace, string name, (string, JsonNode?)[] fields,
            CancellationToken cancellationToken)
    {
        try
        {
            var body = Fields([("apiVersion", type.ApiVersion), ("kind", type.Kind), ("metadata", Fields(("name", name))), .. fields]);
            await gateway.CreateAsync(type, @namespace, body, WriteOptions.Default, cancellationToken);
        }
        catch (ClusterException e) when (e.Failure == ClusterFailure.AlreadyExists)
        {
            // A former test made it.
        }
    }
}
