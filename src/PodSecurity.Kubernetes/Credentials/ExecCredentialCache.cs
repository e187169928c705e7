using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Text;
using PodSecurity.Cluster;
using PodSecurity.Kubernetes.KubeConfig;

namespace PodSecurity.Kubernetes.Credentials;

/// <summary>
/// The credential plugins of this process, one source for each different call: command, arguments, cluster, and all that the plugin sees
/// around it, because a variable such as AWS_PROFILE decides as whom it logs in. So all connections and runspaces share a plugin's answer
/// for as
/// long as it is valid.
/// </summary>
internal static class ExecCredentialCache
{
    private static readonly ConcurrentDictionary<string, ExecCredentialSource> Sources = new(StringComparer.Ordinal);

    public static ICredentialSource Get(
        ExecPluginSpec spec, KubeUser user, KubeCluster cluster, KubeEnvironment environment, IClusterLog log)
    {
        var info = ExecInfo.Create(spec, cluster);
        var plugin = new ExecPlugin(spec, info, $"user '{user.Name}' in {user.File}", environment);
        return new LoggingSource(Sources.GetOrAdd(Key(spec, info, cluster, environment), _ => new(plugin)), log);
    }

    /// <summary>
    /// A hash, because there may be secrets among the variables. Parts are separated by a character that cannot stand in any of them.
    /// </summary>
    private static string Key(ExecPluginSpec spec, string info, KubeCluster cluster, KubeEnvironment environment) =>
        Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\0',
        [
            spec.Command, info, cluster.Server, environment.WorkingFolder, .. spec.Args, "", .. spec.Env.Select(Assignment), "",
            .. environment.Variables.Select(Assignment).Order(StringComparer.Ordinal),
        ]))));

    private static string Assignment(KeyValuePair<string, string> variable) => $"{variable.Key}={variable.Value}";

    /// <summary>A shared source that speaks to the log of one connection.</summary>
    private sealed class LoggingSource(ExecCredentialSource source, IClusterLog log) : ICredentialSource
    {
        public ValueTask<Credential> GetAsync(CancellationToken cancellationToken) => source.GetAsync(log, cancellationToken);

        public bool Renew(Credential refused) => source.Renew(refused);
    }
}

/// <summary>Runs one plugin when its credential is missing or expired; concurrent requests wait for the same run.</summary>
[SuppressMessage("Design", "CA1001",
    Justification = "Lives as long as the process; a semaphore without a wait handle holds nothing to dispose.")]
internal sealed class ExecCredentialSource(ExecPlugin plugin)
{
    /// <summary>A credential that is about to expire would be refused on the way.</summary>
    private static readonly TimeSpan ExpiryMargin = TimeSpan.FromSeconds(10);

    private readonly SemaphoreSlim _oneRun = new(1);
    private volatile ExecCredential? _current;

    public async ValueTask<Credential> GetAsync(IClusterLog log, CancellationToken cancellationToken)
    {
        if (Valid() is { } cached)
        {
            return cached;
        }

        await _oneRun.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            if (Valid() is { } meanwhile)
            {
                return meanwhile;
            }
            // A credential that is old from the start still gets its one chance.
            _current = await plugin.RunAsync(log, cancellationToken).ConfigureAwait(false);
            return _current.Credential;
        }
        finally
        {
            _oneRun.Release();
        }
    }

    public bool Renew(Credential refused)
    {
        if (_current is { } current && ReferenceEquals(current.Credential, refused))
        {
            _current = null;
        }
        return true;
    }

    private Credential? Valid() =>
        _current is { } current && current.Expires - ExpiryMargin > DateTimeOffset.UtcNow ? current.Credential : null;
}
