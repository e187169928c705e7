using System.Diagnostics;

namespace PodSecurity.Package.Tests;

/// <summary>What PodSecurity.Shell did in a process of its own.</summary>
internal sealed record ShellProcess(int ExitCode, string Output, string Error)
{
    /// <summary>The width that output is formatted for.</summary>
    public const int Width = 100;

    public IReadOnlyList<string> Lines => Output.Split('\n');

    public static ShellProcess Run(params string[] arguments) => Start(null, arguments);

    public static ShellProcess RunWithInput(string input, params string[] arguments) => Start(input, arguments);

    /// <summary>Starts a shell, gives the caller what kills it, and returns all that it had said when it was dead.</summary>
    public static async Task<string> RunUntilKilledAsync(Action<Action> killer, params string[] arguments)
    {
        // Wide enough for what is said to stay in one line.
        using var process = Start(arguments, width: 1000);
        killer(process.Kill);
        process.StandardInput.Close();
        var error = process.StandardError.ReadToEndAsync();
        var output = await process.StandardOutput.ReadToEndAsync();
        return output + await error;
    }

    private static Process Start(string[] arguments, int width) => Process.Start(new ProcessStartInfo("dotnet", [Repository.Shell, .. arguments])
    {
        WorkingDirectory = Repository.Root,
        RedirectStandardInput = true,
        RedirectStandardOutput = true,
        RedirectStandardError = true,
        Environment = { ["COLUMNS"] = $"{width}" },
    })!;

    private static ShellProcess Start(string? input, string[] arguments)
    {
        using var process = Start(arguments, Width);
        process.StandardInput.Write(input);
        process.StandardInput.Close();
        var error = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return new(process.ExitCode, output, error.GetAwaiter().GetResult());
    }
}
