using System.Collections;
using System.Management.Automation;
using PodSecurity.Cluster;

namespace PodSecurity.Completion;

/// <summary>The cluster that a command line names so far, read as the command will read it.</summary>
internal static class TypedConnection
{
    /// <summary>Null when a path leads to no file system.</summary>
    public static ClusterConnectionOptions? Read(IDictionary bound)
    {
        // A completer is given no session state; this script runs in the runspace whose command line is completed.
        if (ScriptBlock.Create("$ExecutionContext").Invoke() is not [{ BaseObject: EngineIntrinsics engine }])
        {
            return null;
        }
        var paths = engine.SessionState.Path;
        return TryResolve(paths, bound["KubeConfig"], out var kubeConfig) && TryResolve(paths, bound["Snapshot"], out var snapshot)
            ? new()
            {
                Context = bound["Context"] as string,
                KubeConfig = kubeConfig,
                As = bound["As"] as string,
                AsGroup = Texts(bound["AsGroup"]),
                Snapshot = snapshot,
                WorkingFolder = paths.CurrentFileSystemLocation.ProviderPath,
            }
            : null;
    }

    private static bool TryResolve(PathIntrinsics paths, object? typed, out string? path)
    {
        path = null;
        if (typed is not string text)
        {
            return true;
        }
        try
        {
            path = paths.GetUnresolvedProviderPathFromPSPath(text, out var provider, out _);
            return provider.Name == "FileSystem";
        }
        catch (Exception wrong) when (wrong is RuntimeException or ArgumentException)
        {
            return false;
        }
    }

    private static string[] Texts(object? typed) => typed switch
    {
        string text => [text],
        IEnumerable items => [.. items.Cast<object?>().Select(item => $"{item}")],
        _ => [],
    };
}
