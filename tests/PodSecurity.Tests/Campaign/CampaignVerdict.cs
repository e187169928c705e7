using System.Management.Automation;
using PodSecurity.Change;
using PodSecurity.Cluster;

namespace PodSecurity.Tests.Campaign;

/// <summary>What must hold after a command, whatever went wrong.</summary>
internal sealed class CampaignVerdict(World world, StatefulServer server, string told, IReadOnlyList<Exception> errors)
{
    public required bool IsStopped { get; init; }

    /// <summary>Whether nobody meddled, and the server did not say that something is absent which is there.</summary>
    public required bool IsQuiet { get; init; }

    /// <param name="settle">Lets happen what was still under way.</param>
    public IEnumerable<string> Violations(Action settle)
    {
        List<string> found = [.. Overwritten(), .. FalseComfort(), .. Strange()];
        settle();
        return [.. found, .. Overwritten().Except(found), .. FalseCertainty().Except(found), .. Untold(), .. FalseSuccess()];
    }

    /// <summary>A version that somebody else wrote while the command ran is never written over or deleted.</summary>
    private IEnumerable<string> Overwritten()
    {
        var theirs = new HashSet<string>();
        foreach (var (path, before, _, isOther) in server.Journal)
        {
            if (isOther)
            {
                theirs.Add(path);
            }
            else if (before is not null && theirs.Contains(path) && world.Scenario.IsOneChange)
            {
                yield return $"{path} of somebody else was changed. {told}";
            }
        }
    }

    private IEnumerable<string> FalseComfort() => Comfort("verything is as before");

    /// <summary>What is said without reserve must hold also when nothing is under way any more.</summary>
    private IEnumerable<string> FalseCertainty() => Comfort("Everything is as before");

    private IEnumerable<string> Comfort(string words) => told.Contains(words, StringComparison.Ordinal) && world.Scenario.IsOneChange
        ? ChangedByUs().Select(path => $"{path} is not as before. {told}")
        : [];

    private IEnumerable<string> Untold()
    {
        if (errors.Count == 0 && (!IsStopped || IsCompleted))
        {
            return [];
        }
        return ChangedByUs()
            .Where(path => !told.Contains(
                path[(path.LastIndexOf('/') + 1)..], StringComparison.Ordinal) && (world.Scenario.IsOneChange || !IsAsWanted(path)))
            .Select(path => $"{path} was changed, and nobody was told. {told}");
    }

    private IEnumerable<string> FalseSuccess() => errors.Count == 0 && !IsStopped && IsQuiet
        ? world.Changed.Keys.Where(path => !IsAsWanted(path)).Select(path => $"{path} is not as wanted, and there was no error.")
        : [];

    private IEnumerable<string> Strange() => errors
        .Where(error => error is not (ClusterException or ChangeFailedException or PSInvalidOperationException or PipelineStoppedException))
        .Select(error => $"A strange error: {error.GetType()}: {error.Message}")
        .Concat(errors.Any(error => error.Message.Length == 0) ? ["An error without words."] : []);

    /// <summary>Whether the command had done all when it was stopped.</summary>
    private bool IsCompleted => world.Changed.Keys.All(path => server.Journal.Any(mutation => !mutation.IsOther && mutation.Path == path
        && StatefulServer.Content(mutation.After) == world.Wanted.GetValueOrDefault(path)));

    private bool IsAsWanted(string path) => server.Contents.GetValueOrDefault(path) == world.Wanted.GetValueOrDefault(path);

    /// <summary>The objects that differ from before, where this run was the last to write.</summary>
    private IEnumerable<string> ChangedByUs() => server.Journal.GroupBy(mutation => mutation.Path)
        .Where(group => !group.Last().IsOther && StatefulServer.Content(group.Last().After) != world.Before.GetValueOrDefault(group.Key))
        .Select(group => group.Key);
}
