using System.Collections;
using System.Management.Automation;
using System.Management.Automation.Language;
using PodSecurity.Api;
using PodSecurity.Cluster;
using PodSecurity.Loading;
using PodSecurity.Manifests;

namespace PodSecurity.Completion;

/// <summary>
/// Completes names from objects of the cluster that the command line names so far. Whoever presses Tab waits a second at most; an answer
/// that comes later is there for the next Tab. Whatever goes wrong, there are no completions.
/// </summary>
public abstract class ClusterNameCompleter : IArgumentCompleter
{
    // Nobody waits for it longer than this.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    private readonly ResourceType[] _types;

    /// <param name="types">Which objects the names are in.</param>
    private protected ClusterNameCompleter(params ResourceType[] types) => _types = types;

    public IEnumerable<CompletionResult> CompleteArgument(
        string commandName, string parameterName, string wordToComplete, CommandAst commandAst, IDictionary fakeBoundParameters) =>
        TypedConnection.Read(fakeBoundParameters) is { } typed ? Completions.Matching(
            wordToComplete, Names(ModuleSession.Current, typed)) : [];

    /// <summary>The names that an object gives.</summary>
    private protected virtual IEnumerable<string> NamesIn(ManifestDocument document) => [ObjectHeader.Read(document).Name];

    private IReadOnlyList<string> Names(ModuleSession session, ClusterConnectionOptions typed)
    {
        var key = string.Join(
            '\0', [GetType().Name, typed.Context, typed.KubeConfig, typed.Snapshot, typed.WorkingFolder, typed.As, .. typed.AsGroup]);
        // Not on this thread: an answer that ignores the limit must not hold up the prompt.
        return session.Names.GetOrAdd(key, () => Task.Run(() => AskAsync(session.Connect, typed)), Completions.Limit);
    }

    private async Task<IReadOnlyList<string>> AskAsync(Connector connect, ClusterConnectionOptions options)
    {
        using var stop = new CancellationTokenSource(Patience);
        var names = new SortedSet<string>(StringComparer.Ordinal);
        await using var gateway = await connect(options, new SilentLog(), stop.Token).ConfigureAwait(false);
        foreach (var type in _types)
        {
            await foreach (var document in gateway.ListAsync(type, null, stop.Token).ConfigureAwait(false))
            {
                names.UnionWith(NamesIn(document));
            }
        }
        return [.. names];
    }

    private sealed class SilentLog : IClusterLog
    {
        public void Verbose(string message)
        {
        }

        public void Debug(string message)
        {
        }

        public void Information(string message)
        {
        }

        public void Warning(string message)
        {
        }
    }
}
