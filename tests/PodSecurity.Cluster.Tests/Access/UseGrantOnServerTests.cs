using PodSecurity.Access;
using PodSecurity.Api;
using PodSecurity.Api.Decoding;
using PodSecurity.Change;
using PodSecurity.Verdicts;

namespace PodSecurity.Cluster.Tests.Access;

/// <summary>Planned grants take effect on a server, and what the server makes of the objects is recognized.</summary>
[Collection(ClusterCollection.Name)]
public sealed class UseGrantOnServerTests(RealCluster cluster)
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("default")]
    [InlineData(null)]
    public async Task A_grant_is_made_found_and_taken_back(string? @namespace)
    {
        await using var gateway = await cluster.ConnectAsync();
        var user = $"user-{Guid.NewGuid():N}";
        var grant = new UseGrant(
            $"policy-{Guid.NewGuid():N}", @namespace, [RbacSubject.ForUser(user), RbacSubject.ForServiceAccount("default", user)]);

        await MakeAsync(gateway, await PlanGrantAsync(gateway, grant));
        await Eventually.TrueAsync("the user may not use the policy", () => MayUseAsync(gateway, grant, user));
        Assert.Empty((await PlanGrantAsync(gateway, grant)).Changes);

        var state = await PolicyStateReader.ReadAsync(gateway, Stop);
        var plan = grant.PlanRevoke(state.Roles, state.Bindings, takeOver: false);
        Assert.Equal([ChangeAction.Delete, ChangeAction.Delete], plan.Changes.Select(change => change.Action));
        await MakeAsync(gateway, plan);
        await Eventually.TrueAsync("the user may still use the policy", async () => !await MayUseAsync(gateway, grant, user));
    }

    private static Task MakeAsync(IClusterGateway gateway, UsePlan plan) => new ChangePlan(plan.Changes).ExecuteAsync(gateway, Stop);

    private static async Task<UsePlan> PlanGrantAsync(IClusterGateway gateway, UseGrant grant)
    {
        var role = await gateway.GetAsync(grant.RoleType, grant.Namespace, grant.ObjectName, Stop);
        var binding = await gateway.GetAsync(grant.BindingType, grant.Namespace, grant.ObjectName, Stop);
        return grant.PlanGrant(
            role is null ? null : RbacDecoder.DecodeRole(role), binding is null ? null : RbacDecoder.DecodeBinding(
                binding), takeOver: false);
    }

    private static async Task<bool> MayUseAsync(IClusterGateway gateway, UseGrant grant, string user)
    {
        var question = new AccessQuestion(
            user, [], PolicyUseRequest.Verb, PolicyUseRequest.ApiGroups[0], PolicyUseRequest.Resource, grant.Policy,
                grant.Namespace ?? "kube-system");
        return (await gateway.ReviewAccessAsync(question, Stop)).Allowed;
    }
}
