using System.Globalization;

namespace PodSecurity.Testing;

/// <summary>What somebody who runs the tests may choose through environment variables.</summary>
public static class TestSettings
{
    /// <summary>PODSECURITY_TEST_SEED: repeats what a former run generated; without it every run generates something else.</summary>
    public static int Seed { get; } = Number("PODSECURITY_TEST_SEED", Random.Shared.Next(1_000_000));

    public static int Number(string variable, int otherwise) =>
        int.TryParse(Environment.GetEnvironmentVariable(variable), CultureInfo.InvariantCulture, out var number) ? number : otherwise;
}
