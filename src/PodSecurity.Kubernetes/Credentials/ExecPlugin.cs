using System.ComponentModel;
using System.Diagnostics;
using PodSecurity.Cluster;
using PodSecurity.Kubernetes.KubeConfig;

namespace PodSecurity.Kubernetes.Credentials;

/// <summary>Runs a credential plugin such as <c>aws eks get-token</c>. Its output is never shown; its error output is.</summary>
/// <param name="info">The value of KUBERNETES_EXEC_INFO.</param>
/// <param name="owner">For messages: <c>user 'dev' in FILE</c>.</param>
internal sealed class ExecPlugin(ExecPluginSpec spec, string info, string owner)
{
    public string Info => info;

    /// <exception cref="ClusterException">Authentication: the plugin is missing, fails, or answers something else.</exception>
    public async Task<ExecCredential> RunAsync(IClusterLog log, CancellationToken cancellationToken)
    {
        if (spec.InteractiveMode == "Always")
            throw Failed("needs a terminal (interactiveMode: Always), which it does not get here. Log in beforehand, or set interactiveMode to IfAvailable");

        log.Verbose($"Running the credential plugin '{spec.Command}' of {owner}.");
        using var process = Start();
        process.StandardInput.Close();
        var output = process.StandardOutput.ReadToEndAsync(cancellationToken);
        var errors = process.StandardError.ReadToEndAsync(cancellationToken);
        try
        {
            await process.WaitForExitAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            // Here and not in a registration of the token: that one may be disposed of, by this very exception, before it has run.
            Kill(process);
            throw;
        }
        var said = (await errors.ConfigureAwait(false)).Trim();

        if (process.ExitCode != 0)
            throw Failed($"failed with exit code {process.ExitCode}{Quote(said)}");
        if (said.Length > 0)
            log.Verbose($"The credential plugin '{spec.Command}' says: {said}");
        return Parse(await output.ConfigureAwait(false));
    }

    private ExecCredential Parse(string output)
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
        var start = new ProcessStartInfo(ExecutableFinder.Find(spec.Command) ?? throw NotFound(), spec.Args)
        {
            UseShellExecute = false,
            CreateNoWindow = true,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var (name, value) in spec.Env)
            start.Environment[name] = value;
        start.Environment["KUBERNETES_EXEC_INFO"] = info;

        try
        {
            return Process.Start(start)!;
        }
        catch (Win32Exception cannot)
        {
            throw Failed($"cannot be started: {cannot.Message}", cannot);
        }
    }

    /// <summary>With the whole tree: plugins are often scripts around the program that waits.</summary>
    private static void Kill(Process process)
    {
        try
        {
            process.Kill(entireProcessTree: true);
        }
        catch (InvalidOperationException)
        {
            // It has ended by itself.
        }
    }

    private ClusterException NotFound()
    {
        var hint = spec.InstallHint is { } text ? $" {Printable(text).Trim()}" : " Install it, or put its folder on PATH.";
        return Failed($"is not installed.{hint}");
    }

    private ClusterException Failed(string what, Exception? inner = null) =>
        new(ClusterFailure.Authentication, $"The credential plugin '{spec.Command}' of {owner} {what.TrimEnd('.')}.", inner);

    private static string Quote(string said)
    {
        const int longest = 1000;
        var text = Printable(said);
        return text.Length == 0 ? "" : $": {(text.Length > longest ? text[..longest] + "..." : text)}";
    }

    /// <summary>Plugins and kubeconfigs must not drive the terminal.</summary>
    private static string Printable(string text) => string.Concat(text.Where(character => !char.IsControl(character) || character is '\n' or '\t'));
}
