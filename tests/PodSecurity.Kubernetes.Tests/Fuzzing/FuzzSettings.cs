using System.Globalization;

namespace PodSecurity.Kubernetes.Tests.Fuzzing;

/// <summary>How much is tried, and from which seed: the one that the run printed repeats it.</summary>
internal static class FuzzSettings
{
    /// <summary>How many texts of each kind; 10000 and more on demand.</summary>
    public static int Count { get; } = Number("PODSECURITY_FUZZ_COUNT") ?? 300;

    public static int Seed { get; } = Number("PODSECURITY_TEST_SEED") ?? Random.Shared.Next();

    private static int? Number(string variable) =>
        int.TryParse(
            Environment.GetEnvironmentVariable(variable), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;
}
