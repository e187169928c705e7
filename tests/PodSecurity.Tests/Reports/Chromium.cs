using System.Diagnostics;

namespace PodSecurity.Tests.Reports;

/// <summary>A browser without a window, where there is one.</summary>
internal static class Chromium
{
    private static readonly string[] Names = ["chromium", "chromium-browser", "google-chrome"];

    private static string? Program => (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator)
        .SelectMany(folder => Names.Select(name => Path.Combine(folder, name))).FirstOrDefault(File.Exists);

    /// <summary>The page as it is after its scripts have run. Files may look into files next to them.</summary>
    public static async Task<string> DomAsync(string file, CancellationToken cancellationToken)
    {
        Assert.SkipWhen(Program is null, $"No browser: none of {string.Join(", ", Names)} is installed.");
        using var profile = new TemporaryFolder();
        var start = new ProcessStartInfo(Program!) { RedirectStandardOutput = true, RedirectStandardError = true };
        string[] arguments =
        [
            "--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--no-first-run", "--disable-extensions",
            "--disable-background-networking", "--allow-file-access-from-files", $"--user-data-dir={profile.Path}",
            "--virtual-time-budget=20000", "--dump-dom", new Uri(file).AbsoluteUri,
        ];
        foreach (var argument in arguments)
        {
            start.ArgumentList.Add(argument);
        }
        using var process = Process.Start(start)!;
        var errors = process.StandardError.ReadToEndAsync(cancellationToken);
        var output = await process.StandardOutput.ReadToEndAsync(cancellationToken);
        await process.WaitForExitAsync(cancellationToken);
        await errors;
        return output;
    }
}
