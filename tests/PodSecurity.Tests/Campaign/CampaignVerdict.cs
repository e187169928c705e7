using System.Management.Automation;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using PodSecurity.Change;
using PodSecurity.Cluster;

namespace PodSecurity.Tests.Campaign;

/// <summary>What must hold after a command, whatever went wrong.</summary>
internal sealed partial class CampaignVerdict(World world, StatefulServer server, string told, IReadOnlyList<Exception> errors)
{
    public required bool IsStopped { get; init; }

    /// <summary>Whether nobody meddled, and the server did not say that something is absent which is there.</summary>
    public required bool IsQuiet { get; init; }

    /// <param name="settle">Lets happen what was still under way.</param>
    public IEnumerable<string> Violations(Action settle)
    {
        List<string> found = [.. Overwritten(), .. FalseComfort(), .. TooMuchComfort(), .. Strange()];
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

    private IEnumerable<string> FalseComfort() => Comfort(true);

    /// <summary>What is said without reserve must hold also when nothing is under way any more.</summary>
    private IEnumerable<string> FalseCertainty() => Comfort(false);

    /// <param name="soFar">Whether what is said with the reserve that it may yet change counts too.</param>
    private IEnumerable<string> Comfort(bool soFar)
    {
        var comforted = AsBefore().Matches(told).Where(match => soFar || !match.Groups["reserve"].Success)
            .SelectMany(match => match.Groups["objects"].Value.Split(", ")).Select(target => target[(target.LastIndexOf('/') + 1)..])
            .ToHashSet();
        return ChangedByUs().Where(path => comforted.Contains(path[(path.LastIndexOf('/') + 1)..]))
            .Select(path => $"{path} is not as before. {told}");
    }

    /// <summary>No message speaks for more than it knows: a command may make other changes as well.</summary>
    private IEnumerable<string> TooMuchComfort() => told.Contains("verything is as before", StringComparison.Ordinal)
        ? [$"All is said to be as before. {told}"]
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

    private bool IsAsWanted(string path) =>
        WithoutTheirs(server.Contents.GetValueOrDefault(path)) == WithoutTheirs(world.Wanted.GetValueOrDefault(path));

    // What somebody else set before a command read the object stays with what the command sets.
    private static string? WithoutTheirs(string? content)
    {
        var body = content is null ? null : JsonNode.Parse(content)!.AsObject();
        FaultyNetwork.Unlabel(body);
        return body?.ToJsonString();
    }

    // Names of policies, roles and namespaces of the campaign hold no comma.
    [GeneratedRegex(@"(?<reserve>So far )?(?<objects>[A-Z]\w+/\S+(, [A-Z]\w+/\S+)*) (is|are) as before\.")]
    private static partial Regex AsBefore();

    /// <summary>The objects that differ from what this run found, where it was the last to write.</summary>
    private IEnumerable<string> ChangedByUs() => server.Journal.GroupBy(mutation => mutation.Path)
        .Where(group => !group.Last().IsOther && StatefulServer.Content(group.Last().After)
            != StatefulServer.Content(group.First(mutation => !mutation.IsOther).Before))
        .Select(group => group.Key);
}
