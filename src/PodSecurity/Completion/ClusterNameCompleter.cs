using System.Collections;
using System.Management.Automation;
using System.Management.Automation.Language;
using PodSecurity.Api;
using PodSecurity.Cluster;
using PodSecurity.Loading;
using PodSecurity.Manifests;

namespace PodSecurity.Completion;

/// <summary>
/// Completes names of objects from the cluster that the command line names so far. Whoever presses Tab waits a second at most; whatever
/// goes wrong, there are no completions.
/// </summary>
public abstract class ClusterNameCompleter : IArgumentCompleter
{
    private readonly ResourceType _type;

    private protected ClusterNameCompleter(ResourceType type) => _type = type;

    public IEnumerable<CompletionResult> CompleteArgument(
        string commandName, string parameterName, string wordToComplete, CommandAst commandAst, IDictionary fakeBoundParameters) =>
        TypedConnection.Read(fakeBoundParameters) is { } typed ? Completions.Matching(
            wordToComplete, Names(ModuleSession.Current, typed)) : [];

    private IReadOnlyList<string> Names(ModuleSession session, ClusterConnectionOptions typed)
    {
        var key = string.Join(
            '\0', [$"{_type}", typed.Context, typed.KubeConfig, typed.Snapshot, typed.WorkingFolder, typed.As, .. typed.AsGroup]);
        return session.Names.GetOrAdd(key, () => Ask(session.Connect, typed));
    }

    private IReadOnlyList<string>? Ask(Connector connect, ClusterConnectionOptions options)
    {
        using var stop = new CancellationTokenSource(Completions.Limit);
        try
        {
            // Not on this thread: an answer that ignores the limit must not hold up the prompt.
            var names = Task.Run(() => ListAsync(connect, options, stop.Token));
            return names.Wait(Completions.Limit) ? names.Result : null;
        }
        catch (AggregateException)
        {
            return null;
        }
    }

    private async Task<IReadOnlyList<string>> ListAsync(
        Connector connect, ClusterConnectionOptions options, CancellationToken cancellationToken)
    {
        var names = new List<string>();
        await using var gateway = await connect(options, new SilentLog(), cancellationToken).ConfigureAwait(false);
        await foreach (var document in gateway.ListAsync(_type, null, cancellationToken).ConfigureAwait(false))
        {
            names.Add(ObjectHeader.Read(document).Name);
        }
        return names;
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
