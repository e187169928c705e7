using System.Globalization;
using System.Text.RegularExpressions;

namespace PodSecurity.Tests.Conventions;

/// <summary>
/// The module says, sorts and reads the same in every culture. tests/run.sh runs this whole project under several; most of what could go
/// wrong is refused by the build (src/BannedSymbols.Cultures.txt and the rules in .editorconfig).
/// </summary>
public sealed class CultureTests
{
    [Fact]
    public void The_tests_have_the_culture_that_was_asked_for()
    {
        var wanted = Environment.GetEnvironmentVariable("PODSECURITY_TEST_CULTURE") ?? CultureInfo.CurrentCulture.Name;

        Assert.Equal(wanted, CultureInfo.CurrentCulture.Name);
    }

    [Fact]
    public void Expressions_that_ignore_case_ignore_the_culture_too()
    {
        var careless = Directory.EnumerateFiles(CommandCatalog.RepositoryFile("src"), "*.cs", SearchOption.AllDirectories)
            .SelectMany(file => File.ReadLines(file).Where(IsCareless).Select(line => $"{file}: {line.Trim()}"));

        Assert.Empty(careless);
    }

    private static bool IsCareless(string line) =>
        line.Contains($"{nameof(RegexOptions)}.{nameof(RegexOptions.IgnoreCase)}", StringComparison.Ordinal)
        && !line.Contains(nameof(RegexOptions.CultureInvariant), StringComparison.Ordinal);
}
