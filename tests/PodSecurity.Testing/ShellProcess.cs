using System.Diagnostics;

namespace PodSecurity.Testing;

/// <summary>What PodSecurity.Shell did in a process of its own, with the module that the build staged.</summary>
public sealed record ShellProcess(int ExitCode, string Output, string Error)
{
    /// <summary>The width that output is formatted for.</summary>
    public const int Width = 100;

    public IReadOnlyList<string> Lines => Output.Split('\n');

    public static ShellProcess Run(params string[] arguments) => RunToEnd(null, Width, arguments);

    public static ShellProcess RunWithInput(string input, params string[] arguments) => RunToEnd(input, Width, arguments);

    /// <summary>Runs a script with a screen of that many columns.</summary>
    public static ShellProcess RunAtWidth(int width, string script) => RunToEnd(null, width, ["-Command", script]);

    /// <summary>Starts a shell in the root of the repository; the caller waits for it.</summary>
    public static Process Start(int width, string? kubeConfig, params string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet", [Repository.Shell, .. arguments])
        {
            WorkingDirectory = Repository.Root,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            Environment = { ["COLUMNS"] = $"{width}" },
        };
        if (kubeConfig is not null)
        {
            start.Environment["KUBECONFIG"] = kubeConfig;
        }
        return Process.Start(start)!;
    }

    private static ShellProcess RunToEnd(string? input, int width, string[] arguments)
    {
        using var process = Start(width, null, arguments);
        process.StandardInput.Write(input);
        process.StandardInput.Close();
        var error = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return new(process.ExitCode, output, error.GetAwaiter().GetResult());
    }
}
