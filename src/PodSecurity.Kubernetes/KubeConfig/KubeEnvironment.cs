using System.Collections;

namespace PodSecurity.Kubernetes.KubeConfig;

/// <summary>
/// The surroundings that decide which cluster is meant, as whom, and over which way. Whatever depends on the platform or the process asks
/// here, so that the rules of one platform can be tested on another.
/// </summary>
internal sealed record KubeEnvironment
{
    public PathRules Paths { get; init; } = PathRules.Current;

    /// <summary>The environment variables, all of them: credential plugins see them too.</summary>
    public required IReadOnlyDictionary<string, string> Variables { get; init; }

    /// <summary>Where relative paths begin: PowerShell's location, which is not the process's folder.</summary>
    public required string WorkingFolder { get; init; }

    /// <summary>Where a pod finds the token, CA and namespace of its service account.</summary>
    public string ServiceAccountFolder { get; init; } = "/var/run/secrets/kubernetes.io/serviceaccount";

    public PluginPatience Patience { get; init; } = PluginPatience.Interactive;

    public Func<string, bool> FileExists { get; init; } = File.Exists;

    /// <summary>The value of a variable; null when it is not set or empty.</summary>
    public string? this[string variable] => Variables.TryGetValue(variable, out var value) && value.Length > 0 ? value : null;

    /// <summary>The kubeconfig files that count when none is named: those of KUBECONFIG, else the one in the home folder.</summary>
    public IReadOnlyList<string> KubeConfigFiles => this["KUBECONFIG"] is { } list
        ? [.. Paths.Split(list).Where(entry => entry.Length > 0).Select(Resolve).Distinct(StringComparer.Ordinal)]
        : HomeFile is { } file ? [file] : [];

    public string Resolve(string path) => Paths.Resolve(WorkingFolder, path);

    public static KubeEnvironment Current(string? workingFolder)
    {
        var paths = PathRules.Current;
        var variables = new Dictionary<string, string>(paths.IsWindows ? StringComparer.OrdinalIgnoreCase : StringComparer.Ordinal);
        foreach (DictionaryEntry variable in Environment.GetEnvironmentVariables())
        {
            variables[(string)variable.Key] = (string?)variable.Value ?? "";
        }
        return new()
        {
            Paths = paths,
            Variables = variables,
            WorkingFolder = workingFolder ?? Environment.CurrentDirectory,
            Patience = Environment.UserInteractive && !Console.IsInputRedirected ? PluginPatience.Interactive : PluginPatience.Unattended,
        };
    }

    /// <summary>
    /// <c>.kube/config</c> of the home folder. On Windows there are three candidates for that; the first that holds the file wins, in an
    /// order that differs from the one in which a home is chosen when none of them does. Null when no home is known.
    /// </summary>
    private string? HomeFile
    {
        get
        {
            if (!Paths.IsWindows)
            {
                return InHome(this["HOME"]);
            }
            var drive = this["HOMEDRIVE"] is { } letter && this["HOMEPATH"] is { } path ? letter + path : null;
            string?[] byFile = [InHome(this["HOME"]), InHome(drive), InHome(this["USERPROFILE"])];
            return byFile.FirstOrDefault(file => file is not null && FileExists(file)) ?? byFile[0] ?? byFile[2] ?? byFile[1];
        }
    }

    private string? InHome(string? home) => home is null ? null : Paths.Resolve(Paths.Resolve(Resolve(home), ".kube"), "config");
}

/// <summary>How long a credential plugin is waited for.</summary>
internal sealed record PluginPatience
{
    /// <summary>Nobody sits there who could log in; whatever takes longer never ends.</summary>
    public static PluginPatience Unattended { get; } = new() { Limit = TimeSpan.FromMinutes(5) };

    public static PluginPatience Interactive { get; } = new();

    /// <summary>After this time the plugin probably waits for a human, who is shown what it says.</summary>
    public TimeSpan Quiet { get; init; } = TimeSpan.FromSeconds(3);

    /// <summary>After this time the plugin is ended.</summary>
    public TimeSpan Limit { get; init; } = Timeout.InfiniteTimeSpan;

    /// <summary>What a plugin left running may hold its output open; so long it is waited for after the plugin's end.</summary>
    public TimeSpan Grace { get; init; } = TimeSpan.FromSeconds(2);
}
