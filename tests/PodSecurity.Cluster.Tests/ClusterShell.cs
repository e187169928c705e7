using System.Diagnostics;

namespace PodSecurity.Cluster.Tests;

/// <summary>PodSecurity.Shell as the users of a cluster run it.</summary>
internal sealed class ClusterShell(string kubeConfig)
{
    // Wide enough for what is said to stay in one line.
    private const int Width = 1000;

    /// <summary>Runs a script in the root of the repository and gives the lines that it prints; fails when it prints an error.</summary>
    public async Task<string[]> RunAsync(string script, CancellationToken cancellationToken)
    {
        using var process = Start(script);
        var errors = process.StandardError.ReadToEndAsync(cancellationToken);
        var output = await process.StandardOutput.ReadToEndAsync(cancellationToken);
        await process.WaitForExitAsync(cancellationToken);
        Assert.True(
            process.ExitCode == 0 && (await errors).Length == 0, $"{script}\nexit code {process.ExitCode}\n{output}\n{await errors}");
        return [.. output.Split('\n').Select(line => line.TrimEnd()).Where(line => line.Length > 0)];
    }

    /// <summary>Starts a script, gives the caller what kills it, and returns all that it had said when it was dead.</summary>
    public async Task<string> RunUntilKilledAsync(string script, Action<Action> killer, CancellationToken cancellationToken)
    {
        using var process = Start(script);
        killer(process.Kill);
        var errors = process.StandardError.ReadToEndAsync(cancellationToken);
        return await process.StandardOutput.ReadToEndAsync(cancellationToken) + await errors;
    }

    private Process Start(string script)
    {
        var process = ShellProcess.Start(Width, kubeConfig, "-Command", script);
        process.StandardInput.Close();
        return process;
    }
}
