using System.Management.Automation;
using System.Management.Automation.Runspaces;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using PodSecurity.Change;
using PodSecurity.Eks;
using PodSecurity.Hosting;

namespace PodSecurity.Cluster.Tests.Change;

/// <summary>
/// Removal and restoration of the EKS default with a fault at every step, between command and real server. Afterwards the cluster is as
/// before, or one command brings it there, and the user was told which.
/// </summary>
[Collection(ClusterCollection.Name)]
public sealed partial class FaultTests(RealCluster cluster) : IAsyncLifetime
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("podsecurity-faults-");
    private IClusterGateway _gateway = null!;
    private FaultProxy _proxy = null!;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private string KubeConfig => Path.Combine(_folder.FullName, "config");

    public async ValueTask InitializeAsync()
    {
        _gateway = await cluster.ConnectAsync();
        _proxy = await FaultProxy.StartAsync(await File.ReadAllTextAsync(cluster.KubeConfig), _gateway.Identity.Server!);
        await File.WriteAllTextAsync(KubeConfig, _proxy.KubeConfig);
    }

    public async ValueTask DisposeAsync()
    {
        if (_gateway is not null)
        {
            await RemoveAsync();
            await _gateway.DisposeAsync();
            await _proxy.DisposeAsync();
        }
        _folder.Delete(recursive: true);
    }

    [Theory]
    [InlineData("Remove", false)]
    [InlineData("Remove", true)]
    [InlineData("Restore", false)]
    [InlineData("Restore", true)]
    public async Task After_a_fault_the_former_state_is_there_or_one_command_away(string command, bool staysBroken)
    {
        using var runspace = Open();
        var before = await PrepareAsync(command);
        foreach (var fault in new[] { ProxyFault.CutBefore, ProxyFault.CutAfter, ProxyFault.ErrorBefore, ProxyFault.ErrorAfter,
            ProxyFault.Conflict })
        {
            for (var step = 0; step < 3; step++)
            {
                var broken = step;
                _proxy.Plan(write => write == broken ? fault : write > broken && staysBroken ? ProxyFault.CutBefore : ProxyFault.None);
                var told = Run(runspace, Script(command));
                _proxy.Plan(_ => ProxyFault.None);
                if (!staysBroken)
                {
                    Assert.Contains(" are as before.", told, StringComparison.Ordinal);
                }
                else if (await StateAsync() != before)
                {
                    Assert.Equal("", Run(runspace, $"{CommandIn(told)} -Confirm:$false"));
                }
                Assert.True(before == await StateAsync(), $"{command}, {fault} at step {step}: {told}");
            }
        }
    }

    public static TheoryData<string, int, ProxyFault> Deaths => new(
        from command in new[] { "Remove", "Restore" }
        from step in Enumerable.Range(0, 3)
        from fault in new[] { ProxyFault.KillBefore, ProxyFault.KillAfter }
        select (command, step, fault));

    [Theory]
    [MemberData(nameof(Deaths))]
    public async Task After_the_death_of_the_process_one_command_that_was_said_brings_the_former_state(
        string command, int step, ProxyFault fault)
    {
        var before = await PrepareAsync(command);
        _proxy.Plan(write => write == step ? fault : ProxyFault.None);
        var told = await new ClusterShell(KubeConfig).RunUntilKilledAsync(
            $"{Location()}; {Script(command)}", kill => _proxy.Kill = kill, Stop);
        _proxy.Plan(_ => ProxyFault.None);
        using var runspace = Open();
        Assert.Equal("", Run(runspace, $"{CommandIn(told)} -Confirm:$false"));
        Assert.Equal(before, await StateAsync());
    }

    private Runspace Open()
    {
        var state = InitialSessionState.CreateDefault2();
        state.ImportPSModule([typeof(PodSecurityCommand).Assembly.Location]);
        var runspace = RunspaceFactory.CreateRunspace(state);
        runspace.Open();
        Run(runspace, Location());
        return runspace;
    }

    /// <summary>All that the user was told, in one line without colours.</summary>
    private static string Run(Runspace runspace, string script)
    {
        using var shell = PowerShell.Create(runspace);
        shell.AddScript(script);
        var errors = new List<string>();
        try
        {
            shell.Invoke();
        }
        catch (RuntimeException e)
        {
            errors.Add(e.Message);
        }
        return string.Join(' ', shell.Streams.Error.Select(error => error.Exception.Message).Concat(errors));
    }

    private string Location() => $"$ExecutionContext.SessionState.Path.SetLocation('{_folder.FullName}') | Out-Null";

    private string Script(string command) => command == "Remove"
        ? $"Remove-EksDefaultPsp -Force -Confirm:$false -KubeConfig '{KubeConfig}'"
        : $"Restore-EksDefaultPsp -Confirm:$false -KubeConfig '{KubeConfig}'";

    private static string CommandIn(string told)
    {
        var command = RestoreCommand().Match(told);
        Assert.True(command.Success, $"No command was said: {told}");
        return command.Value;
    }

    // With its parameters; the full stop of a sentence is not part of it.
    [GeneratedRegex(@"Restore-PodSecurityBackup( -\w+ ('([^']|'')*'|[^\s']*[^\s'.]))+")]
    private static partial Regex RestoreCommand();

    private async Task<string> PrepareAsync(string command)
    {
        await RemoveAsync();
        if (command == "Remove")
        {
            await new ChangePlan((await EksDefaultObjects.ReadAsync(_gateway, Stop)).Repair).ExecuteAsync(_gateway, Stop);
        }
        return await StateAsync();
    }

    private async Task RemoveAsync() =>
        await new ChangePlan((await EksDefaultObjects.ReadAsync(_gateway, Stop)).Removal).ExecuteAsync(_gateway, Stop);

    private async Task<string> StateAsync() => string.Join('\n', (await EksDefaultObjects.ReadAsync(_gateway, Stop)).Removal
        .Select(part => $"{part.Target} {(part.Before is { } body ? Sorted(ServerFields.Without(body))!.ToJsonString() : "is absent")}"));

    // The server may give the fields of an object in another order when it was made anew.
    private static JsonNode? Sorted(JsonNode? node) => node switch
    {
        JsonObject map => new JsonObject(
            map.OrderBy(field => field.Key, StringComparer.Ordinal).Select(field => KeyValuePair.Create(field.Key, Sorted(field.Value)))),
        JsonArray list => new JsonArray([.. list.Select(Sorted)]),
        _ => node?.DeepClone(),
    };
}
