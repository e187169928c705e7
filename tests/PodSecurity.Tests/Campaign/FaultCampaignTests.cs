using System.Text.Json.Nodes;
using PodSecurity.Kubernetes.Gateway;
using PodSecurity.Kubernetes.Http;
using PodSecurity.Tests.Hosting;

namespace PodSecurity.Tests.Campaign;

/// <summary>
/// Every command that writes, with every fault at every request, on servers old and new, while somebody else meddles. Whatever happens:
/// what
/// somebody else made is untouched, what this run made is there or gone, and the user was told which.
/// A sample by default; PODSECURITY_CAMPAIGN=full runs all, PODSECURITY_CAMPAIGN_SEED repeats a sample.
/// </summary>
public sealed class FaultCampaignTests : IDisposable
{
    private static readonly bool IsFull = Environment.GetEnvironmentVariable("PODSECURITY_CAMPAIGN") == "full";
    private static readonly int Seed = int.TryParse(
        Environment.GetEnvironmentVariable("PODSECURITY_CAMPAIGN_SEED"), out var seed) ? seed : Environment.TickCount;
    private static readonly Fault[] Faults = [.. Enum.GetValues<Fault>().Where(fault => fault != Fault.None)];

    private const string Deployment = """
        {"apiVersion":"apps/v1","kind":"Deployment","metadata":{"name":"web","namespace":"team"},
         "spec":{"template":{"spec":{"containers":[{"name":"c","image":"i"}]}}}}
        """;

    private readonly HostedModule _module = new();
    private readonly TemporaryFolder _folder = new();
    private int _runs;

    public static TheoryData<Scenario> Scenarios => new(Scenario.All);

    public FaultCampaignTests()
    {
        _module.Timing = HostedModule.QuickTiming with { Attempt = TimeSpan.FromSeconds(0.1) };
        _module.Run(
        $"$folder = '{_folder.Path}'; $ExecutionContext.SessionState.Path.SetLocation($folder) | Out-Null\n"
        + $"$a = @'\n{Samples.PlainPolicy}\n'@ -replace 'name: plain', 'name: a'\n"
        + "$b = $a -replace 'name: a', 'name: b'; $changed = $a -replace 'spec:', \"spec:`n  privileged: true\"\n"
        + "$writer = $a -replace 'name: a', 'name: writer' -replace 'spec:', \"spec:`n  readOnlyRootFilesystem: true\"");
    }

    [Theory]
    [MemberData(nameof(Scenarios))]
    public void Nothing_of_others_is_touched_and_what_is_left_is_told(Scenario scenario)
    {
        var random = new Random(Seed);
        var count = 0;
        List<string> violations = [];
        foreach (var keepsManagedFields in new[] { true, false })
        {
            var world = Prepare(scenario, keepsManagedFields);
            foreach (var (faults, meddling) in Plans(world.Requests, keepsManagedFields, random))
            {
                count++;
                violations.AddRange(
                    Check(world, faults, meddling).Select(
                        what => $"{Describe(faults)} {meddling} managedFields={keepsManagedFields}: {what}"));
            }
        }
        TestContext.Current.TestOutputHelper?.WriteLine($"{scenario}: {count} combinations, seed {Seed}.");
        Assert.True(violations.Count == 0, $"{violations.Count} of {count}, seed {Seed}:\n{string.Join('\n', violations.Take(12))}");
    }

    /// <summary>The server acts late, and a server that does not know it yet says that the object is gone: nothing is certain.</summary>
    [Theory]
    [InlineData("Remove")]
    [InlineData("Revoke-Last")]
    [InlineData("Eks-Remove")]
    public void What_is_falsely_said_to_be_gone_is_not_said_to_be_back(string name)
    {
        var world = Prepare(Scenario.All.Single(scenario => scenario.Name == name), keepsManagedFields: true);
        for (var at = 0; at < world.Requests; at++)
        {
            Assert.Empty(Check(world, new() { [at] = Fault.Late, [at + 1] = Fault.NotFound }, Meddling.None));
        }
    }

    public void Dispose()
    {
        _module.Dispose();
        _folder.Dispose();
    }

    /// <summary>Single faults at every request, and pairs: a second fault in what follows, which is the rollback for example.</summary>
    private static IEnumerable<(Dictionary<int, Fault> Faults, Meddling Meddling)> Plans(
        int requests, bool keepsManagedFields, Random random)
    {
        foreach (var meddling in Enum.GetValues<Meddling>())
        {
            for (var at = 0; at < requests; at++)
            {
                foreach (var fault in Faults)
                {
                    if (IsFull || (keepsManagedFields && meddling == Meddling.None) || random.Next(6) == 0)
                    {
                        yield return (new() { [at] = fault }, meddling);
                    }
                    foreach (var second in Faults)
                    {
                        if (random.Next(IsFull ? 4 : 120) == 0)
                        {
                            yield return (new() { [at] = fault, [at + 1 + random.Next(5)] = second }, meddling);
                        }
                    }
                }
            }
        }
    }

    private World Prepare(Scenario scenario, bool keepsManagedFields)
    {
        var before = new StatefulServer(keepsManagedFields);
        before.Handle("POST", "/apis/apps/v1/namespaces/team/deployments", JsonNode.Parse(Deployment)!.AsObject(), "before");
        before.Load(scenario.Namespaces.ToDictionary(name => $"/api/v1/namespaces/{name}", name => new JsonObject
        {
            ["apiVersion"] = "v1", ["kind"] = "Namespace",
            ["metadata"] = new JsonObject { ["name"] = name, ["labels"] = new JsonObject { ["owner"] = "them" } },
        }));
        Execute(scenario.Setup, before, new FaultyNetwork(before, _ => Fault.None, Meddling.None, new Dictionary<string, string>()));
        var after = new StatefulServer(keepsManagedFields);
        after.Load(before.Objects);
        var network = new FaultyNetwork(after, _ => Fault.None, Meddling.None, new Dictionary<string, string>());
        Execute(scenario.Script, after, network);
        var (was, wanted) = (before.Contents, after.Contents);
        var changed = was.Keys.Union(wanted.Keys).Where(path => was.GetValueOrDefault(path) != wanted.GetValueOrDefault(path))
            .ToDictionary(path => path, path => wanted.GetValueOrDefault(path, ""));
        return new(scenario, before.Objects, wanted, changed, network.Requests, keepsManagedFields);
    }

    private IEnumerable<string> Check(World world, Dictionary<int, Fault> faults, Meddling meddling)
    {
        var server = new StatefulServer(world.KeepsManagedFields);
        server.Load(world.Objects);
        var network = new FaultyNetwork(server, request => faults.GetValueOrDefault(request), meddling, world.Changed);
        var result = Execute(world.Scenario.Script, server, network);
        var text = string.Join(
            '\n', [.. result.Errors.Select(error => error.Exception.Message), .. result.Warnings, .. _module.Host.Lines]);
        return new CampaignVerdict(world, server, text, [.. result.Errors.Select(error => error.Exception)])
        {
            IsStopped = result.IsStopped,
            IsQuiet = meddling == Meddling.None && !faults.ContainsValue(Fault.NotFound),
        }.Violations(network.Settle);
    }

    private ScriptResult Execute(string script, StatefulServer server, FaultyNetwork network)
    {
        _module.Host.Clear();
        var log = new SilentLog();
        _module.Instead = new LiveClusterGateway(
            new ApiClient(
                CampaignTarget.Of("campaign"), null, log, new ApiRetries(log, TimeSpan.Zero), (message, _, token) => network.SendAsync(
                    message, token)));
        return _module.Run($"$n = {++_runs}; {script}", stop => network.Stop = stop);
    }

    private static string Describe(Dictionary<int, Fault> faults) =>
        string.Join(" + ", faults.Select(pair => $"{pair.Value} at {pair.Key}"));
}

/// <param name="Changed">What the command changes without faults: the content afterwards, "" for what it deletes.</param>
internal sealed record World(
    Scenario Scenario, IReadOnlyDictionary<string, JsonObject> Objects, IReadOnlyDictionary<string, string> Wanted,
    IReadOnlyDictionary<string, string> Changed, int Requests, bool KeepsManagedFields);
