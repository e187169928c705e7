using PodSecurity.Admission;
using PodSecurity.Core.Tests.Admission;

namespace PodSecurity.Core.Tests.Conversion;

/// <summary>
/// The generated expressions, run by a CEL engine on every conformance case: they admit a pod exactly when PSP admission admits it as it
/// is.
/// </summary>
public sealed class ValidatingConformanceTests(ITestOutputHelper output)
{
    [Fact]
    public void Pods_are_admitted_exactly_when_a_usable_policy_admits_them_as_they_are()
    {
        var engine = new CelEngine();
        var (count, inStep, differences) = (0, 0, new List<string>());
        foreach (var item in ConformanceCase.ReadAll())
        {
            count++;
            var expected = item.Outcome != AdmissionOutcome.Denied && !item.Mutated;
            var refusal = Refusal(item, engine);
            if (expected == refusal is null)
            {
                continue;
            }
            // The server of that day wrote a pod's seccomp field as an annotation too, and called that a change.
            if (refusal is null && TodaysPod.HasOnlySeccompField(item) && IsUnchangedInStep(item))
            {
                inStep++;
                continue;
            }
            differences.Add($"{item.Id}: PSP {item.Outcome} by {item.Policy}, mutated {item.Mutated}; CEL: {refusal}\n{item}");
        }
        output.WriteLine($"{count - differences.Count} of {count} agree, {inStep} of them but for the annotation of their seccomp field.");
        Assert.True(differences.Count == 0, $"{differences.Count} differ, among them:\n{string.Join("\n", differences.Take(8))}");
    }

    private static bool IsUnchangedInStep(ConformanceCase item)
    {
        var admission = new PspAdmission(item.Policies);
        var decision = admission.Evaluate(TodaysPod.WithSeccompAnnotation(item), admission.Usable(item.Authorized.Contains));
        return decision is { Outcome: not AdmissionOutcome.Denied, Mutated: false };
    }

    private static string? Refusal(ConformanceCase item, CelEngine engine) => Conversions.Of(item, new()) is { } conversion
        ? new AdmissionServer(conversion, engine).Refusal(new(TodaysPod.Of(item), item.Authorizer()))
        : "no policy can ever admit a pod";
}
