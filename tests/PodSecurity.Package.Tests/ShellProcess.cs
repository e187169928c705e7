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

    private static ShellProcess Start(string? input, string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo("dotnet", [Repository.Shell, .. arguments])
        {
            WorkingDirectory = Repository.Root,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            Environment = { ["COLUMNS"] = $"{Width}" },
        })!;
        process.StandardInput.Write(input);
        process.StandardInput.Close();
        var error = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return new(process.ExitCode, output, error.GetAwaiter().GetResult());
    }
}
