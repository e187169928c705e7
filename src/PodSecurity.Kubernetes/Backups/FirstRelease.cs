using System.Text.RegularExpressions;
using PodSecurity.Api;

namespace PodSecurity.Kubernetes.Backups;

/// <summary>Backups of the first release: no end mark, and of an object that did not exist only the command that deletes it.</summary>
internal static partial class FirstRelease
{
    /// <summary>The object of such a command; null for every other line.</summary>
    public static BackupText.ObjectIdentity? ReadAbsent(string line)
    {
        var command = DeleteLine().Match(line);
        if (!command.Success || ResourceTypes.Find(command.Groups["type"].Value) is not { } type)
        {
            return null;
        }
        var @namespace = command.Groups["namespace"];
        return new(type.ApiVersion, type.Kind, @namespace.Success ? @namespace.Value : null, command.Groups["name"].Value);
    }

    [GeneratedRegex(@"^# kubectl delete (?<type>\S+) (?<name>[^\s']+)(?: --namespace (?<namespace>[^\s']+))?\z")]
    private static partial Regex DeleteLine();
}
