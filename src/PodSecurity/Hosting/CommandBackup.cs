using System.Text.Json.Nodes;
using PodSecurity.Change;
using PodSecurity.Cluster;
using PodSecurity.Errors;
using PodSecurity.Kubernetes.Backups;
using PodSecurity.Kubernetes.Files;
using PodSecurity.Loading;
using PodSecurity.Text;

namespace PodSecurity.Hosting;

/// <summary>
/// The backup of one command. Where the user named a file, it is that one; where nobody did, it is in the first folder that takes it: the
/// current location, the home folder, the one for temporary files.
/// </summary>
internal sealed class CommandBackup(ClusterChangeCommand command, IClusterGateway gateway)
{
    private (BackupFile File, string Path)? _begun;

    /// <summary>Where it is, as the user may type it; null while nothing was written.</summary>
    public string? Shown { get; private set; }

    /// <summary>Ends the command if no backup can be at the path that the user gave: before anybody is asked anything.</summary>
    public void Check(string path)
    {
        if (_begun is not null)
        {
            return;
        }
        var file = Resolve(path);
        OrEnd(path, () => FileTarget.Check(file));
        if (File.Exists(file))
        {
            command.ThrowTerminatingError(ModuleError.BackupExists(path));
        }
    }

    /// <summary>Adds to the file that the user named, or ends the command.</summary>
    public void Write(string path, IReadOnlyList<ObjectState> states) =>
        OrEnd(path, () => Add(_begun ?? (new BackupFile(Resolve(path), gateway.Identity), Resolve(path)), path, states));

    /// <summary>Adds to the file of this name in the first folder that takes it, or ends the command.</summary>
    public void WriteSomewhere(string name, IReadOnlyList<ObjectState> states)
    {
        if (Shown is not null)
        {
            Write(Shown, states);
        }
        else if (TryWriteSomewhere(name, states) is { } problem)
        {
            command.ThrowTerminatingError(ModuleError.BackupNotWritten(name, problem));
        }
    }

    /// <summary>
    /// How that comes back which could not be rolled back: the command for the backup, or if none can be written, what it would hold.
    /// </summary>
    public string WayBack(IReadOnlyList<ObjectState> lost) =>
        _begun is null && TryWriteSomewhere(BackupNames.Rescue(gateway.Identity), lost) is { } problem
            ? $"No file could be written for it ({problem.Message}), so {InWords(lost)}"
            : $"{(lost.All(state => state.Body is null) ? "To delete it" : "To bring it back")}: {RestoreCommand}";

    /// <summary>
    /// The command that brings it back. Complete, because it may be run much later: from another folder, or when another context is the
    /// current one; and as the same user, since the kubeconfig's own may have no rights but to act as that one.
    /// </summary>
    public string RestoreCommand => CommandLine.Of(
        "Restore-PodSecurityBackup", ("Path", [_begun!.Value.Path]), ("Context", Given(gateway.Identity.Context)),
        ("KubeConfig", Given(command.KubeConfigFile)), ("As", Given(command.As)), ("AsGroup", command.AsGroup ?? []));

    private static string[] Given(string? value) => value is null ? [] : [value];

    private Exception? TryWriteSomewhere(string name, IReadOnlyList<ObjectState> states)
    {
        Exception problem = new IOException("There is no folder to write to.");
        foreach (var (folder, shown) in Folders())
        {
            var path = Path.Combine(folder, name);
            try
            {
                Add((new(path, gateway.Identity), path), Path.Combine(shown, name), states);
                return null;
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                problem = e;
            }
        }
        return problem;
    }

    private void Add((BackupFile File, string Path) target, string shown, IReadOnlyList<ObjectState> states)
    {
        target.File.Add(states);
        (_begun, Shown) = (target, shown);
    }

    /// <summary>Folders in which the user may write, the nearest first, and how they are called.</summary>
    private IEnumerable<(string Folder, string Shown)> Folders()
    {
        // The location may be in the registry or among the certificates.
        if (command.SessionState.Path.CurrentLocation is { Provider.Name: "FileSystem", ProviderPath: var location })
        {
            yield return (location, ".");
        }
        foreach (var folder in ModuleSession.Current.FallbackFolders())
        {
            yield return (folder, folder);
        }
    }

    private string Resolve(string path) => command.ResolveFile(path, nameof(command.BackupPath));

    private static string InWords(IReadOnlyList<ObjectState> lost)
    {
        var bodies = lost.Select(state => state.Body).OfType<JsonObject>().Select(body => (JsonNode)body.DeepClone()).ToArray();
        var list = new JsonObject { ["apiVersion"] = "v1", ["kind"] = "List", ["items"] = new JsonArray(bodies) };
        string[] parts =
        [
            .. bodies.Length == 0 ? (string[])[] : [$"give this to kubectl apply -f -: {list.ToJsonString()}"],
            .. lost.Where(state => state.Body is null).Select(state => $"run {KubectlCommand.Delete(state)}"),
        ];
        return string.Join("; ", parts);
    }

    private void OrEnd(string path, Action step)
    {
        try
        {
            step();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            command.ThrowTerminatingError(ModuleError.BackupNotWritten(path, e));
        }
    }
}
