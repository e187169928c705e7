using System.IO.Compression;
using System.Text.Json;
using PodSecurity.Api.Decoding;
using PodSecurity.Validation;

namespace PodSecurity.Core.Tests.Validation;

/// <summary>
/// Every generated policy gets the errors that the validation of Kubernetes 1.20.2 gave it: same type, field, text and order.
/// </summary>
public sealed class PspValidationConformanceTests
{
    [Fact]
    public void All_recorded_verdicts_are_reproduced()
    {
        var cases = ReadCases().ToArray();
        Assert.Equal(2811, cases.Length);
        Assert.Empty(cases.Where(item => !item.Agrees).Select(item => item.Report()).Take(10));
    }

    private static IEnumerable<Case> ReadCases()
    {
        var path = Path.Combine(AppContext.BaseDirectory, "data", "psp-validation.jsonl.gz");
        using var lines = new StreamReader(new GZipStream(File.OpenRead(path), CompressionMode.Decompress));
        while (lines.ReadLine() is { } line)
        {
            yield return Case.Parse(line);
        }
    }

    private sealed record Case(string Line, string[] Expected, string[] Actual)
    {
        public bool Agrees => Expected.SequenceEqual(Actual);

        public string Report() => $"expected {string.Join(" | ", Expected)}\nactual {string.Join(" | ", Actual)}\n{Line}";

        public static Case Parse(string line)
        {
            var root = JsonDocument.Parse(line).RootElement;
            var policy = root.GetProperty("policy").Deserialize(KubernetesJson.Default.PodSecurityPolicy)!;
            return new(
                line,
                root.TryGetProperty("errors", out var errors) && errors.ValueKind == JsonValueKind.Array
                    ? [.. errors.EnumerateArray().Select(Describe)]
                    : [],
                [.. PspValidator.Validate(policy).Errors.Select(error => $"{error.Type} {error.Field} {error.Detail} {error.Message}")]);
        }

        private static string Describe(JsonElement error) =>
            string.Join(' ', new[] { "type", "field", "detail", "message" }.Select(name => error.GetProperty(name).GetString()));
    }
}
