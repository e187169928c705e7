using System.Text.Json.Nodes;
using PodSecurity.Conversion.Expressions;
using PodSecurity.Core.Tests.Admission;

namespace PodSecurity.Core.Tests.Conversion;

/// <summary>
/// The generated mutations, run on every conformance case: the pod becomes the one that PSP admission made of it, under the same policy,
/// and
/// the validating policy then admits it exactly when PSP admission did.
/// </summary>
public sealed class MutatingConformanceTests(ITestOutputHelper output)
{
    private static readonly AdmissionPolicyOptions WithMutation = new() { IncludeMutation = true };

    [Fact]
    public void Pods_become_what_PSP_admission_makes_of_them_and_are_then_admitted_when_it_admits_them()
    {
        var engine = new CelEngine();
        var (count, changed, differences) = (0, 0, new List<string>());
        foreach (var item in ConformanceCase.ReadAll())
        {
            count++;
            if (Difference(item, engine) is { } difference)
            {
                differences.Add($"{difference}\n{item}");
            }
            changed += item.Mutated ? 1 : 0;
        }
        output.WriteLine($"{count - differences.Count} of {count} agree; PSP admission changed {changed} of these pods.");
        Assert.True(differences.Count == 0, $"{differences.Count} differ, among them:\n{string.Join("\n", differences.Take(8))}");
    }

    private static string? Difference(ConformanceCase item, CelEngine engine)
    {
        if (Conversions.Of(item, WithMutation) is not { } conversion)
        {
            return item.Outcome == AdmissionOutcome.Denied ? null : $"{item.Id}: nothing to convert";
        }
        var request = new AdmissionRequest(TodaysPod.Of(item), item.Authorizer());
        var mutated = new MutatingServer(conversion, engine).Mutate(request);
        var refusal = new AdmissionServer(conversion, engine).Refusal(request with { Pod = mutated });
        if (item.Outcome != AdmissionOutcome.Denied != refusal is null)
        {
            return $"{item.Id}: PSP {item.Outcome} by {item.Policy}; CEL: {refusal}";
        }
        if (item.Admitted is not { } admitted)
        {
            return null;
        }
        var (expected, actual) = (StoredPod.Comparable(admitted), StoredPod.Comparable(mutated));
        return JsonNode.DeepEquals(expected, actual)
            ? null
            : $"{item.Id}, by {item.Policy}:\n expected {expected.ToJsonString()}\n actual   {actual.ToJsonString()}";
    }
}
