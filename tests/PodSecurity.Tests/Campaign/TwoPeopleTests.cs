using PodSecurity.Kubernetes.Gateway;
using PodSecurity.Kubernetes.Http;
using PodSecurity.Tests.Hosting;

namespace PodSecurity.Tests.Campaign;

/// <summary>
/// Two people run a command on one cluster: the second from begin to end while each request in turn of the first is under way. Whoever was
/// told no error has what was asked for, and nothing of the other is lost.
/// </summary>
public sealed class TwoPeopleTests : IDisposable
{
    private readonly HostedModule _first = new();
    private readonly HostedModule _second = new();

    public TwoPeopleTests()
    {
        foreach (var module in new[] { _first, _second })
        {
            module.Run($"$a = @'\n{Samples.PlainPolicy}\n'@ -replace 'name: plain', 'name: a'");
        }
    }

    /// <summary>What prepares the cluster; each script, and what is to be found after it if it succeeded, or not with a !.</summary>
    public static TheoryData<string, string, string, string, string> Pairs => new()
    {
        { "", Grant("one"), "\"one\"", Grant("two"), "\"two\"" },
        { Grant("zero"), Grant("one"), "\"one\"", Grant("two"), "\"two\"" },
        { $"{Grant("one")}; {Grant("zero")}", Revoke("one"), "!\"one\"", Grant("two"), "\"two\"" },
        { Grant("one"), Revoke("one"), "!\"one\"", Grant("two"), "\"two\"" },
        { $"{Grant("one")}; {Grant("two")}", Revoke("one"), "!\"one\"", Revoke("two"), "!\"two\"" },
        { "$a | New-PodSecurityPolicy", "Remove-PodSecurityPolicy a -Confirm:$false", "!\"name\":\"a\"", Grant("two"), "\"two\"" },
        { "Restore-EksDefaultPsp -Confirm:$false -BackupPath $setup",
            "Remove-EksDefaultPsp -Force -Confirm:$false -BackupPath $mine", "!eks.privileged",
            "Remove-EksDefaultPsp -Force -Confirm:$false -BackupPath $mine", "!eks.privileged" },
        { "", "Restore-EksDefaultPsp -Confirm:$false -BackupPath $mine", "eks.privileged",
            "Restore-EksDefaultPsp -Confirm:$false -BackupPath $mine", "eks.privileged" },
    };

    [Theory]
    [MemberData(nameof(Pairs))]
    public void Each_gets_what_was_asked_for_or_an_error(string setup, string first, string firstWants, string second, string secondWants)
    {
        using var folder = new TemporaryFolder();
        var start = new StatefulServer(keepsManagedFields: true);
        Connect(_first, start, _ => { });
        Assert.Empty(_first.Run($"$setup = '{folder.PathOf("setup.yaml")}'; {setup}").Errors);
        for (var (at, requests) = (0, 1); at < requests; at++)
        {
            var server = new StatefulServer(keepsManagedFields: true);
            server.Load(start.Objects);
            ScriptResult? other = null;
            var (count, when) = (0, at);
            Connect(_second, server, _ => { });
            Connect(_first, server, _ =>
            {
                if (count++ == when)
                {
                    other = _second.Run($"$mine = '{folder.PathOf($"second-{when}.yaml")}'; {second}");
                }
            });
            var one = _first.Run($"$mine = '{folder.PathOf($"first-{when}.yaml")}'; {first}");
            if (other is null)
            {
                // A run that the other disturbed had made more requests.
                break;
            }
            requests = count;
            var contents = string.Join('\n', server.Contents.Values);
            Assert.True(one.Errors.Count > 0 || Holds(contents, firstWants), $"The first, request {at}: {contents}");
            Assert.True(other.Errors.Count > 0 || Holds(contents, secondWants), $"The second, request {at}: {contents}");
            Assert.True(one.Errors.Count == 0 || other.Errors.Count == 0, $"Neither got it, request {at}: {string.Join(' ', one.Errors)}");
        }
    }

    public void Dispose()
    {
        _first.Dispose();
        _second.Dispose();
    }

    private static string Grant(string group) => $"Grant-PspUse a -Group {group} -Namespace team -Confirm:$false";

    private static string Revoke(string group) => $"Revoke-PspUse a -Group {group} -Namespace team -Confirm:$false";

    private static bool Holds(string contents, string wanted) => wanted[0] == '!'
        ? !contents.Contains(wanted[1..], StringComparison.Ordinal)
        : contents.Contains(wanted, StringComparison.Ordinal);

    private static void Connect(HostedModule module, StatefulServer server, Action<HttpRequestMessage> before)
    {
        var log = new SilentLog();
        var network = new FaultyNetwork(server, _ => Fault.None, Meddling.None, new Dictionary<string, string>());
        module.Instead = new LiveClusterGateway(new ApiClient(
            CampaignTarget.Of("two"), null, log, new ApiRetries(log, TimeSpan.Zero), (message, _, token) =>
            {
                before(message);
                return network.SendAsync(message, token);
            }));
    }
}
