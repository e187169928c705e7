using System.Diagnostics;

namespace PodSecurity.Package.Tests;

/// <summary>What PodSecurity.Shell did in a process of its own.</summary>
internal sealed record ShellProcess(int ExitCode, string Output, string Error)
{
    /// <summary>The width that output is formatted for.</summary>
    public const int Width = 100;

    public IReadOnlyList<string> Lines => Output.Split('\n');

    public static ShellProcess Run(params string[] arguments) => Start(null, Width, arguments);

    public static ShellProcess RunWithInput(string input, params string[] arguments) => Start(input, Width, arguments);

    /// <summary>Runs a script with a screen of that many columns.</summary>
    public static ShellProcess RunAtWidth(int width, string script) => Start(null, width, ["-Command", script]);

    private static ShellProcess Start(string? input, int width, string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo("dotnet", [Repository.Shell, .. arguments])
        {
            WorkingDirectory = Repository.Root,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            Environment = { ["COLUMNS"] = $"{width}" },
        })!;
        process.StandardInput.Write(input);
        process.StandardInput.Close();
        var error = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return new(process.ExitCode, output, error.GetAwaiter().GetResult());
    }
}
