using System.ComponentModel;
using System.Diagnostics;
using PodSecurity.Cluster;
using PodSecurity.Kubernetes.KubeConfig;

namespace PodSecurity.Kubernetes.Credentials;

/// <summary>Runs a credential plugin such as <c>aws eks get-token</c>. Its output is never shown; its error output is.</summary>
/// <param name="info">The value of KUBERNETES_EXEC_INFO.</param>
/// <param name="owner">For messages: <c>user 'dev' in FILE</c>.</param>
internal sealed class ExecPlugin(ExecPluginSpec spec, string info, string owner, KubeEnvironment environment)
{
    /// <exception cref="ClusterException">Authentication: the plugin is missing, fails, or answers something else.</exception>
    public async Task<ExecCredential> RunAsync(IClusterLog log, CancellationToken cancellationToken)
    {
        if (spec.InteractiveMode == "Always")
        {
            throw Failed(
                "needs a terminal (interactiveMode: Always), which it does not get here. Log in beforehand, or set interactiveMode to "
                + "IfAvailable");
        }
        log.Verbose($"Running the credential plugin '{spec.Command}' of {owner}.");
        using var process = Start();
        process.StandardInput.Close();
        var voice = new PluginVoice(spec.Command, log);
        var run = new PluginRun(process, environment.Patience, voice);
        var output = await run.WaitAsync(cancellationToken).ConfigureAwait(false);
        if (run.IsTooLong)
        {
            throw Failed($"gave no credential: its output is longer than {PluginRun.LongestOutput >> 20} MiB");
        }
        if (run.IsTooLate)
        {
            throw Failed(
                $"gave no credential within {environment.Patience.Limit.TotalSeconds:0.###} s; it may wait for a login. Run it once where "
                + $"somebody can answer it{Quote(voice.Said)}");
        }
        return process.ExitCode == 0 ? Parse(output) : throw Failed($"failed with exit code {process.ExitCode}{Quote(voice.Said)}");
    }

    private ExecCredential Parse(byte[] output)
    {
        try
        {
            return ExecInfo.Parse(output, spec.ApiVersion);
        }
        catch (FormatException wrong)
        {
            throw Failed($"gave no credential: {wrong.Message}");
        }
    }

    private Process Start()
    {
        // On Windows it gets our console: in a hidden one of its own nobody would see what it asks.
        var start = new ProcessStartInfo(Find(), spec.Args)
        {
            UseShellExecute = false,
            WorkingDirectory = environment.WorkingFolder,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment.Clear();
        foreach (var (name, value) in environment.Variables.Concat(spec.Env).Append(new("KUBERNETES_EXEC_INFO", info)))
        {
            start.Environment[name] = value;
        }
        try
        {
            return Process.Start(start)!;
        }
        catch (Exception cannot) when (cannot is Win32Exception or IOException or InvalidOperationException or ArgumentException)
        {
            throw Failed($"cannot be started: {cannot.Message}", cannot);
        }
    }

    /// <summary>The file to start, after a look at what it would be given.</summary>
    private string Find()
    {
        var found = new ExecutableFinder(environment).Find(spec.Command);
        if (found.RelativeEntry is { } entry)
        {
            throw Failed(
                $"is only found through '{entry}' in PATH, which leads elsewhere in each folder: it is not started. Put the full path of "
                + "its folder on PATH");
        }
        var file = found.File ?? throw Failed($"is not installed. {spec.InstallHint?.Trim() ?? "Install it, or put its folder on PATH"}");
        if (spec.Args.Concat(spec.Env.SelectMany(variable => new[] { variable.Key, variable.Value })).Any(text => text.Contains('\0'))
            || spec.Env.Any(variable => variable.Key.Contains('=')))
        {
            throw Failed("cannot be started: an argument or variable holds a character that no program can be given");
        }
        return environment.Paths.IsWindows && BatchFile.Is(file) && BatchFile.FindCommand(spec.Args) is { } character
            ? throw Failed(
                $"is a batch file, and one of its arguments holds '{character}', which cmd.exe would obey. Name the program that the batch "
                + "file starts instead")
            : file;
    }

    private ClusterException Failed(string what, Exception? inner = null) =>
        new(ClusterFailure.Authentication, $"The credential plugin '{spec.Command}' of {owner} {what.TrimEnd('.')}.", inner);

    private static string Quote(string said) => said.Length == 0 ? "" : $": {said}";
}
