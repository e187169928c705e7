using PodSecurity.Core.Tests.Admission;

namespace PodSecurity.Core.Tests.Releases;

/// <summary>
/// The same 600 creates, with what differs between releases, get the answer of the original code of each release: which policies it
/// refuses, outcome, policy, changes or not, errors, text, stored pod.
/// </summary>
public sealed class ReleaseConformanceTests(ITestOutputHelper output)
{
    private const int CasesOfRelease = 600;

    private static readonly ILookup<string, ConformanceCase> Cases =
        ConformanceCase.ReadReleases().ToLookup(item => item.Release.Name);

    [Fact]
    public void Every_release_that_was_run_is_there() => Assert.Equal(
        ["1.13", "1.14", "1.15", "1.16", "1.17", "1.18", "1.19", "1.19.3", "1.20", "1.21", "1.22"],
        Cases.Select(group => group.Key).Order(StringComparer.Ordinal));

    [Theory]
    [InlineData("1.13")]
    [InlineData("1.14")]
    [InlineData("1.15")]
    [InlineData("1.16")]
    [InlineData("1.17")]
    [InlineData("1.18")]
    [InlineData("1.19.3")]
    [InlineData("1.19")]
    [InlineData("1.20")]
    [InlineData("1.21")]
    [InlineData("1.22")]
    public void Answers_agree(string release)
    {
        var differences = Cases[release]
            .Select(item => (Case: item, Difference: CaseComparison.All.Select(compare => compare(item)).FirstOrDefault(
                found => found is not null)))
            .Where(pair => pair.Difference is not null).ToArray();
        var agreed = Cases[release].Count() - differences.Length;

        output.WriteLine($"Kubernetes {release}: {agreed} of {CasesOfRelease} agree");
        Assert.True(agreed == CasesOfRelease, $"{agreed} of {CasesOfRelease} agree with Kubernetes {release}. Others, among them:\n"
            + string.Join("\n", differences.Take(3).Select(pair => $"{pair.Case}\n{pair.Difference}")));
    }
}
