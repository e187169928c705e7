using System.Text.Json.Nodes;
using PodSecurity.Api;
using PodSecurity.Change;
using PodSecurity.Cluster;

namespace PodSecurity.Core.Tests.Change;

public sealed class ChangePlanTests : IAsyncDisposable
{
    private static readonly ResourceType Policies = ResourceTypes.PodSecurityPolicies;
    private static readonly ResourceType Bindings = ResourceTypes.ClusterRoleBindings;

    private static readonly ChangeTiming Quick = new()
    {
        Grace = TimeSpan.FromMilliseconds(20), Looks = [TimeSpan.Zero], Pause = TimeSpan.Zero,
    };

    private readonly MemoryGateway _cluster = new();
    private readonly CancellationToken _cancel = TestContext.Current.CancellationToken;

    private static readonly string[] Requests =
    [
        "Create PodSecurityPolicy/coming", "Replace PodSecurityPolicy/changed", "Delete PodSecurityPolicy/leaving",
        "Delete ClusterRoleBinding/moving", "Create ClusterRoleBinding/moving",
    ];

    /// <summary>One change of each kind: a create, a replace, a delete, and a binding that moves to another role (two requests).</summary>
    private ChangePlan EveryKindOfChange()
    {
        var changed = _cluster.Add(Policies, Policy("changed", privileged: true));
        var leaving = _cluster.Add(Policies, Policy("leaving", privileged: true));
        var moving = _cluster.Add(Bindings, Binding("moving", role: "old"));
        return new ChangePlan(
        [
            new(Policies, null, "coming", null, Policy("coming", privileged: false)),
            new(Policies, null, "changed", changed, Policy("changed", privileged: false)),
            new(Policies, null, "leaving", leaving, null),
            new(Bindings, null, "moving", moving, Binding("moving", role: "new")),
        ]);
    }

    [Fact]
    public async Task Every_change_is_made_in_order_and_a_moved_binding_is_deleted_and_created()
    {
        await EveryKindOfChange().ExecuteAsync(_cluster, _cancel);
        Assert.Equal(Requests, _cluster.Writes);
        Assert.Equal("new", (string?)(await Read(Bindings, "moving"))!["roleRef"]!["name"]);
    }

    [Fact]
    public async Task Nothing_is_sent_for_what_already_is_as_wanted()
    {
        var stored = _cluster.Add(Policies, Policy("same", privileged: false));
        var wanted = Policy("same", privileged: false);
        wanted["metadata"]!["labels"] = new JsonObject();
        var plan = new ChangePlan([new(Policies, null, "same", stored, wanted), new(Policies, null, "absent", null, null)]);
        Assert.Empty(plan.Changes);
        Assert.Empty(plan.FormerStates);
        await plan.ExecuteAsync(_cluster, _cancel, Quick);
        Assert.Empty(_cluster.Writes);
    }

    [Fact]
    public void The_former_states_name_each_object_once_last_change_first()
    {
        var states = EveryKindOfChange().FormerStates;
        Assert.Equal(["moving", "leaving", "changed", "coming"], states.Select(state => state.Name));
        Assert.Equal("old", (string?)states[0].Body!["roleRef"]!["name"]);
        Assert.Null(states[1].Body!["metadata"]!["resourceVersion"]);
        Assert.Null(states[3].Body);
    }

    public static TheoryData<int, WriteFault> FaultAtEveryStep => new(
        from step in Enumerable.Range(0, 5)
        from fault in Enum.GetValues<WriteFault>()
        where fault is not (WriteFault.None or WriteFault.HangAfter)
        select (step, fault));

    [Theory]
    [MemberData(nameof(FaultAtEveryStep))]
    public async Task One_fault_at_any_step_leaves_everything_as_before(int step, WriteFault fault)
    {
        var plan = EveryKindOfChange();
        var before = _cluster.Contents;
        _cluster.Fault = write => write == step ? fault : WriteFault.None;

        var failure = await Assert.ThrowsAsync<ChangeFailedException>(() => plan.ExecuteAsync(_cluster, _cancel, Quick));

        Assert.Equal(before, _cluster.Contents);
        Assert.Equal(Requests[step], failure.Failed.ToString());
        Assert.Empty(failure.NotRolledBack);
        var isCertain = failure.Outcomes.All(outcome => outcome.End != StepEnd.NotSeen);
        Assert.EndsWith(
            $"{(isCertain ? " " : " So far ")}{string.Join(", ", plan.Changes.Select(change => change.Target))} are as before.",
            failure.Message, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(FaultAtEveryStep))]
    public async Task Whatever_cannot_be_brought_back_is_named_and_its_former_state_can_be_ensured_later(int step, WriteFault fault)
    {
        var plan = EveryKindOfChange();
        var before = _cluster.Contents;
        _cluster.Fault = write => write < step ? WriteFault.None : write == step ? fault : WriteFault.CutBefore;

        var failure = await Assert.ThrowsAsync<ChangeFailedException>(() => plan.ExecuteAsync(_cluster, _cancel, Quick));

        Assert.Equal(before == _cluster.Contents, failure.NotRolledBack.Count == 0);
        Assert.All(failure.NotRolledBack, state => Assert.Contains(state.ToString(), failure.Message, StringComparison.Ordinal));

        _cluster.Fault = _ => WriteFault.None;
        foreach (var state in failure.NotRolledBack)
        {
            await new ChangePlan([await state.ChangeFromCurrentAsync(_cluster, _cancel)]).ExecuteAsync(_cluster, _cancel, Quick);
        }
        Assert.Equal(before, _cluster.Contents);
    }

    [Fact]
    public async Task A_command_that_is_stopped_before_its_next_step_takes_back_the_former_ones()
    {
        var plan = EveryKindOfChange();
        var before = _cluster.Contents;
        using var stop = new CancellationTokenSource();
        _cluster.Fault = write =>
        {
            if (write == 1)
            {
                stop.Cancel();
            }
            return WriteFault.None;
        };

        var failure = await Assert.ThrowsAsync<ChangeFailedException>(() => plan.ExecuteAsync(_cluster, stop.Token, Quick));

        Assert.IsAssignableFrom<OperationCanceledException>(failure.InnerException);
        Assert.Equal(before, _cluster.Contents);
    }

    [Fact]
    public async Task An_object_that_somebody_else_changed_meanwhile_is_left_to_them()
    {
        var plan = EveryKindOfChange();
        var theirs = Policy("changed", privileged: true);
        theirs["metadata"]!["labels"] = new JsonObject { ["team"] = "a" };
        _cluster.Add(Policies, theirs);
        var before = _cluster.Contents;

        var failure = await Assert.ThrowsAsync<ChangeFailedException>(() => plan.ExecuteAsync(_cluster, _cancel, Quick));

        Assert.Equal("changed", failure.Failed.Name);
        Assert.Equal(before, _cluster.Contents);
    }

    [Fact]
    public async Task Any_exception_rolls_back_and_is_kept()
    {
        var plan = EveryKindOfChange();
        var before = _cluster.Contents;
        var calls = 0;
        _cluster.Fault = _ => calls++ == 3 ? throw new InvalidCastException("a bug") : WriteFault.None;

        var failure = await Assert.ThrowsAsync<ChangeFailedException>(() => plan.ExecuteAsync(_cluster, _cancel, Quick));

        Assert.IsType<InvalidCastException>(failure.InnerException);
        Assert.Equal(before, _cluster.Contents);
    }

    [Theory]
    [InlineData(WriteFault.FailBefore)]
    [InlineData(WriteFault.CutBefore)]
    [InlineData(WriteFault.CancelAfter)]
    public async Task What_somebody_else_made_in_the_meantime_stays_even_if_it_is_the_very_same(WriteFault fault)
    {
        var plan = new ChangePlan([new(Policies, null, "two", null, Policy("two", privileged: false))]);
        _cluster.Add(Policies, Policy("two", privileged: false));
        var before = _cluster.Contents;
        _cluster.Fault = _ => fault;

        var failure = await Assert.ThrowsAsync<ChangeFailedException>(() => plan.ExecuteAsync(_cluster, _cancel, Quick));

        Assert.Equal(before, _cluster.Contents);
        if (fault != WriteFault.CancelAfter)
        {
            Assert.Contains(
                "PodSecurityPolicy/two, because it now is as this run wanted it, but nothing proves", failure.Message,
                    StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task What_somebody_else_changed_after_it_was_made_stays_and_is_named()
    {
        var plan = EveryKindOfChange();
        _cluster.Fault = write =>
        {
            if (write == 2)
            {
                _cluster.Add(Policies, Policy("coming", privileged: true));
                _cluster.Add(Policies, Policy("changed", privileged: true));
            }
            return write == 2 ? WriteFault.Refuse : WriteFault.None;
        };

        var failure = await Assert.ThrowsAsync<ChangeFailedException>(() => plan.ExecuteAsync(_cluster, _cancel, Quick));

        Assert.Equal(["coming"], failure.NotRolledBack.Select(state => state.Name));
        Assert.Contains("PodSecurityPolicy/coming, because somebody else changed it since", failure.Message, StringComparison.Ordinal);
        Assert.NotNull(await Read(Policies, "coming"));
    }

    [Fact]
    public async Task What_somebody_else_deleted_first_is_not_brought_back()
    {
        var plan = EveryKindOfChange();
        await _cluster.DeleteAsync(Policies, null, "leaving", DeletePreconditions.None, WriteOptions.Default, _cancel);
        _cluster.Fault = write => write == 4 ? WriteFault.Refuse : WriteFault.None;

        await Assert.ThrowsAsync<ChangeFailedException>(() => plan.ExecuteAsync(_cluster, _cancel, Quick));

        Assert.Null(await Read(Policies, "leaving"));
    }

    [Fact]
    public async Task A_request_under_way_may_bring_its_answer_after_a_stop_but_not_for_ever()
    {
        var plan = EveryKindOfChange();
        var before = _cluster.Contents;
        using var stop = new CancellationTokenSource();
        _cluster.Fault = write => write == 1 ? WriteFault.HangAfter : WriteFault.None;

        var execution = plan.ExecuteAsync(_cluster, stop.Token, Quick);
        await _cluster.Hanging;
        await stop.CancelAsync();

        await Assert.ThrowsAsync<ChangeFailedException>(() => execution);
        Assert.Equal(before, _cluster.Contents);
    }

    [Fact]
    public async Task Deleting_what_is_gone_already_is_no_failure()
    {
        var leaving = _cluster.Add(Policies, Policy("leaving", privileged: true));
        var change = new ObjectChange(Policies, null, "leaving", leaving, null);
        await new ChangePlan([change]).ExecuteAsync(_cluster, _cancel);
        await new ChangePlan([change]).ExecuteAsync(_cluster, _cancel);
        Assert.Null(await Read(Policies, "leaving"));
    }

    public ValueTask DisposeAsync() => _cluster.DisposeAsync();

    private async Task<JsonNode?> Read(ResourceType type, string name) =>
        await _cluster.GetAsync(type, null, name, _cancel) is { } document ? JsonNode.Parse(document.Json.Span) : null;

    private static JsonObject Policy(string name, bool privileged) => new()
    {
        ["apiVersion"] = "policy/v1beta1",
        ["kind"] = "PodSecurityPolicy",
        ["metadata"] = new JsonObject { ["name"] = name },
        ["spec"] = new JsonObject { ["privileged"] = privileged },
    };

    private static JsonObject Binding(string name, string role) => new()
    {
        ["apiVersion"] = "rbac.authorization.k8s.io/v1",
        ["kind"] = "ClusterRoleBinding",
        ["metadata"] = new JsonObject { ["name"] = name },
        ["roleRef"] = new JsonObject { ["apiGroup"] = "rbac.authorization.k8s.io", ["kind"] = "ClusterRole", ["name"] = role },
    };
}
