using PodSecurity.Admission;

namespace PodSecurity.Core.Tests.Admission.Strategies;

/// <summary>Every strategy and check has a test file of its own.</summary>
public sealed class CoverageTests
{
    public static TheoryData<string> Names =>
    [
        .. typeof(PspAdmission).Assembly.GetTypes()
            .Where(type => type.Namespace == "PodSecurity.Admission.Strategies" && !type.IsNested)
            .Select(type => type.Name)
            .Where(name => name.EndsWith("Strategy", StringComparison.Ordinal) || name.EndsWith("Check", StringComparison.Ordinal))
            .Where(name => name != "Strategy"),
    ];

    [Theory, MemberData(nameof(Names))]
    public void It_has_its_own_tests(string name) =>
        Assert.Contains($"{name}Tests", typeof(CoverageTests).Assembly.GetTypes().Select(type => type.Name));
}
