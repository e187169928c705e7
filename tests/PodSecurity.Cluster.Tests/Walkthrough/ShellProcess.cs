using System.Diagnostics;

namespace PodSecurity.Cluster.Tests.Walkthrough;

/// <summary>PodSecurity.Shell as its users run it: a process, with the module that the build staged.</summary>
internal sealed class ShellProcess(string kubeConfig)
{
    // Built beside this project, in the same configuration.
    private static readonly string Program = Path.Combine(
        Repository.Root, "src", "PodSecurity.Shell", Path.GetRelativePath(Path.Combine(Repository.Root, "tests", "PodSecurity.Cluster.Tests"), AppContext.BaseDirectory), "PodSecurity.Shell.dll");

    /// <summary>Runs a script in the root of the repository and gives the lines that it prints; fails when it prints an error.</summary>
    public async Task<string[]> RunAsync(string script, CancellationToken cancellationToken)
    {
        var start = new ProcessStartInfo("dotnet", [Program, "-Command", script])
        {
            WorkingDirectory = Repository.Root,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["KUBECONFIG"] = kubeConfig;
        using var process = Process.Start(start)!;
        var errors = process.StandardError.ReadToEndAsync(cancellationToken);
        var output = await process.StandardOutput.ReadToEndAsync(cancellationToken);
        await process.WaitForExitAsync(cancellationToken);
        Assert.True(process.ExitCode == 0 && (await errors).Length == 0, $"{script}\nexit code {process.ExitCode}\n{output}\n{await errors}");
        return [.. output.Split('\n').Select(line => line.TrimEnd()).Where(line => line.Length > 0)];
    }
}
