using System.Text.Json.Nodes;
using PodSecurity.Api;
using PodSecurity.Change;

namespace PodSecurity.Cluster.Tests.Change;

/// <summary>
/// What a plan that fails brings back on a real server: the content, although the server notes in managedFields who wrote what, and gives
/// what is made again another uid.
/// </summary>
[Collection(ClusterCollection.Name)]
public sealed class RollbackTests(RealCluster cluster)
{
    private static readonly ResourceType Policies = ResourceTypes.PodSecurityPolicies;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task After_a_refused_step_replaced_deleted_and_created_objects_are_as_before()
    {
        await using var gateway = await cluster.ConnectAsync();
        await using var objects = new TemporaryObjects(gateway);
        await objects.CreateAsync(Policies, Policy("rollback-replaced"));
        await objects.CreateAsync(Policies, Policy("rollback-deleted"));
        var replaced = (await ReadAsync(gateway, "rollback-replaced"))!;
        var deleted = (await ReadAsync(gateway, "rollback-deleted"))!;
        Assert.NotNull(replaced["metadata"]!["managedFields"]);

        var wanted = replaced.DeepClone().AsObject();
        wanted["spec"]!["hostPID"] = true;
        wanted["metadata"]!["labels"] = new JsonObject { ["mine"] = "yes" };
        var refused = Policy("rollback-refused");
        refused["spec"]!["runAsUser"]!["rule"] = "Nonsense";
        var failure = await Assert.ThrowsAsync<ChangeFailedException>(() => new ChangePlan([
            new(Policies, null, "rollback-replaced", replaced, wanted),
            new(Policies, null, "rollback-deleted", deleted, null),
            new(Policies, null, "rollback-created", null, Policy("rollback-created")),
            new(Policies, null, "rollback-refused", null, refused),
        ]).ExecuteAsync(gateway, Stop));

        Assert.Empty(failure.NotRolledBack);
        Assert.EndsWith(" are as before.", failure.Message, StringComparison.Ordinal);
        Assert.True(ServerFields.SameContent(replaced, (await ReadAsync(gateway, "rollback-replaced"))!));
        Assert.True(ServerFields.SameContent(deleted, (await ReadAsync(gateway, "rollback-deleted"))!));
        Assert.Null(await ReadAsync(gateway, "rollback-created"));
    }

    private static async Task<JsonObject?> ReadAsync(IClusterGateway gateway, string name) =>
        await gateway.GetAsync(Policies, null, name, Stop) is { } document
            ? JsonNode.Parse(document.Json.Span)!.AsObject()
            : null;

    private static JsonObject Policy(string name) => new()
    {
        ["apiVersion"] = "policy/v1beta1",
        ["kind"] = "PodSecurityPolicy",
        ["metadata"] = new JsonObject { ["name"] = name },
        ["spec"] = new JsonObject
        {
            ["privileged"] = false,
            ["seLinux"] = Any(), ["runAsUser"] = Any(), ["fsGroup"] = Any(), ["supplementalGroups"] = Any(),
        },
    };

    private static JsonObject Any() => new() { ["rule"] = "RunAsAny" };
}
