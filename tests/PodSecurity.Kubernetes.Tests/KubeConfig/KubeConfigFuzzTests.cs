using System.Globalization;
using System.Text;
using PodSecurity.Cluster;
using PodSecurity.Kubernetes.KubeConfig;
using PodSecurity.Kubernetes.Targets;

namespace PodSecurity.Kubernetes.Tests.KubeConfig;

/// <summary>
/// However a kubeconfig is mutilated, working out what it means ends, within bounds, in a target or in an error of ours.
/// PODSECURITY_FUZZ_COUNT
/// gives the number of cases, PODSECURITY_FUZZ_SEED repeats a run: the seed stands in the message of a failure.
/// </summary>
public sealed class KubeConfigFuzzTests : IDisposable
{
    /// <summary>The most that one case may allocate; the file has two kilobytes.</summary>
    private const long MostBytes = 256L << 20;

    /// <summary>Thousands of times what a case takes.</summary>
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(1);

    private static readonly string[] Scraps =
    [
        "\n", " ", "\t", "-", "--- ", "...", ":", "{", "}", "[", "]", "\"", "'", "&m ", "*m", "|\n", ">\n", "%", "#", "!", "? ", ",", "\\",
            "\0", "\ufeff", "ä", "<<: ",
        "null", "~", "true", "12", "\"\\0\"", "\"\\ud800\"", "\"\\n\"", "https://", "http://[::1%25x]", "@", "file:///dev/zero",
            "/dev/zero",
            "/proc/self/mem", "../..",
        "[[[[[[[[", "{a: {a: {a: ", "[*m, *m, *m, *m]", "-----BEGIN CERTIFICATE-----", "AAAA", "\u0085", "\u2028",
    ];

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_mutilated_kubeconfig_gives_a_target_or_an_error_of_ours()
    {
        var seed = Number("PODSECURITY_FUZZ_SEED") ?? Random.Shared.Next();
        var random = new Random(seed);
        var whole = Whole();
        for (var i = 0; i < (Number("PODSECURITY_FUZZ_COUNT") ?? 300); i++)
        {
            var text = Mutilate(whole, random);
            var fault = await FaultAsync(text);
            Assert.True(fault is null, $"seed {seed}, case {i}: {fault}\n{text}");
        }
        TestContext.Current.SendDiagnosticMessage($"seed {seed}");
    }

    /// <summary>What is wrong with the way in which a text is read; null: nothing.</summary>
    private async Task<string?> FaultAsync(string text)
    {
        try
        {
            // On a thread of its own, which a case that never ends keeps.
            var used = await Task.Run(() => Allocated(() => ResolveAll(text))).WaitAsync(Longest, TestContext.Current.CancellationToken);
            return used > MostBytes ? $"{used >> 20} MiB" : null;
        }
        catch (Exception other)
        {
            return other.ToString();
        }
    }

    private static long Allocated(Action work)
    {
        var before = GC.GetAllocatedBytesForCurrentThread();
        work();
        return GC.GetAllocatedBytesForCurrentThread() - before;
    }

    private void ResolveAll(string text)
    {
        var options = new ClusterConnectionOptions { KubeConfig = _folder.Write("config", text) };
        var environment = new KubeEnvironment { Variables = new Dictionary<string, string>(), WorkingFolder = _folder.Path };
        var failures = new List<ClusterException>();
        foreach (var context in new[] { null, "a", "b", "c" })
        {
            try
            {
                var target = ClusterTargetResolver.Resolve(options with { Context = context }, environment, new RecordingLog());
                Assert.EndsWith("/", target.Server.AbsoluteUri);
                Assert.NotEqual("", target.Identity.ToString());
                if (target.Credentials is Kubernetes.Credentials.TokenFileCredentialSource file)
                {
                    file.GetAsync(TestContext.Current.CancellationToken).AsTask().GetAwaiter().GetResult();
                }
            }
            catch (ClusterException expected)
            {
                failures.Add(expected);
            }
        }
        Assert.All(failures, failure => Assert.EndsWith(".", failure.Message.TrimEnd('\n')));
    }

    /// <summary>A few pieces cut out and replaced, or lines put elsewhere.</summary>
    private static string Mutilate(string text, Random random)
    {
        for (var cuts = random.Next(1, 5); cuts > 0; cuts--)
        {
            if (random.Next(4) == 0)
            {
                var lines = text.Split('\n').ToList();
                var line = lines[random.Next(lines.Count)];
                lines.Insert(random.Next(lines.Count), line);
                text = string.Join('\n', lines);
                continue;
            }
            var start = random.Next(text.Length);
            var end = Math.Min(text.Length, start + random.Next(12));
            text = text[..start] + Scraps[random.Next(Scraps.Length)] + text[end..];
        }
        return text;
    }

    private string Whole()
    {
        var certificates = new TestCertificates();
        var authority = Convert.ToBase64String(Encoding.UTF8.GetBytes(certificates.Authority.ExportCertificatePem()));
        _folder.Write("token", "t");
        return $$"""
            apiVersion: v1
            kind: Config
            current-context: a
            preferences: {}
            contexts:
            - {name: a, context: {cluster: c, user: u, namespace: n} }
            - name: b
              context: &m {cluster: d, user: v}
            - {name: c, context: {cluster: c, user: w} }
            clusters:
            - name: c
              cluster:
                server: https://127.0.0.1:6443/prefix
                certificate-authority-data: {{authority}}
                tls-server-name: "host"
                proxy-url: http://jane:x@proxy:3128
                extensions:
                - name: client.authentication.k8s.io/exec
                  extension: {audience: abc, nested: [1, true, '1', *m]}
            - name: d
              cluster: {server: 'd:6443', insecure-skip-tls-verify: true}
            users:
            - name: u
              user:
                exec:
                  apiVersion: client.authentication.k8s.io/v1
                  command: ./login
                  args: [eks, get-token, "--x=\u00e4"]
                  env:
                  - {name: AWS_PROFILE, value: dev}
                  provideClusterInfo: true
                  interactiveMode: IfAvailable
                  installHint: |
                    Install
                     it
                as: jane
                as-groups: [g, 'h']
                as-user-extra: {scope: [view, edit]}
            - {name: v, user: {tokenFile: token, token: x} }
            - {name: w, user: {username: jane, password: "p\u0041"} }

            """;
    }

    private static int? Number(string variable) =>
        int.TryParse(Environment.GetEnvironmentVariable(variable), CultureInfo.InvariantCulture, out var number) ? number : null;
}
