using BenchmarkDotNet.Attributes;
using PodSecurity.Admission;

namespace PodSecurity.Benchmarks;

/// <summary>From a decoded pod to its verdict. Times and bytes are for one pod.</summary>
[MemoryDiagnoser]
public class EvaluationBenchmark
{
    private const int CaseCount = 3000;
    private const int PolicyCount = 100;

    private readonly RecordedCase[] _cases = RecordedCase.ReadAll();
    private readonly RecordedCase[] _admittedAsTheyAre;
    private readonly PspAdmission _onePolicy;
    private readonly PspAdmission _manyPolicies;

    public EvaluationBenchmark()
    {
        if (_cases.Length != CaseCount)
        {
            throw new InvalidOperationException($"{_cases.Length} cases instead of {CaseCount}.");
        }
        var unchanged = _cases.Where(item => item.Evaluate() is { Outcome: AdmissionOutcome.Allowed, Mutated: false }).ToArray();
        _admittedAsTheyAre = [.. Enumerable.Range(0, CaseCount).Select(i => unchanged[i % unchanged.Length])];
        var policies = _cases.SelectMany(
            item => item.Admission.Policies.Where(policy => !item.Admission.UnusablePolicies.ContainsKey(policy.Name)));
        _manyPolicies = new PspAdmission(policies.Take(PolicyCount));
        _onePolicy = new PspAdmission(_manyPolicies.Policies.Take(1));
    }

    [Benchmark(Description = "recorded cases, one to three policies", OperationsPerInvoke = CaseCount)]
    public int RecordedCases() => _cases.Count(item => item.Evaluate().Outcome == AdmissionOutcome.Allowed);

    [Benchmark(Description = "pods that are admitted unchanged", OperationsPerInvoke = CaseCount)]
    public int AdmittedUnchanged() => _admittedAsTheyAre.Count(item => item.Evaluate().Outcome == AdmissionOutcome.Allowed);

    [Benchmark(Description = "one policy", OperationsPerInvoke = CaseCount)]
    public int OnePolicy() => _cases.Count(item => _onePolicy.Evaluate(item.Pod, _onePolicy.All).Outcome == AdmissionOutcome.Allowed);

    [Benchmark(Description = "a hundred policies", OperationsPerInvoke = CaseCount)]
    public int HundredPolicies() =>
        _cases.Count(item => _manyPolicies.Evaluate(item.Pod, _manyPolicies.All).Outcome == AdmissionOutcome.Allowed);
}
