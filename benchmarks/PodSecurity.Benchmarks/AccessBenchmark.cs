using BenchmarkDotNet.Attributes;
using PodSecurity.Access;
using PodSecurity.Admission;
using PodSecurity.Api;
using PodSecurity.Verdicts;

namespace PodSecurity.Benchmarks;

/// <summary>
/// Who may use what in a cluster of 20 policies, 300 namespaces and 3,300 bindings. Times and bytes are for one cluster, or for one
/// question.
/// </summary>
[MemoryDiagnoser]
public class AccessBenchmark
{
    private const int NamespaceCount = 300;
    private const int PodCount = 20_000;

    private static readonly string[] Namespaces = [.. Enumerable.Range(0, NamespaceCount).Select(i => $"team-{i}")];
    private static readonly string[] Policies = [.. Enumerable.Range(0, 20).Select(i => $"policy-{i}")];
    private static readonly string[] Accounts = [.. Enumerable.Range(0, 10).Select(i => $"app-{i}")];
    private static readonly PolicyIdentity Controller = ControllerIdentity.OfKind("Deployment")!;

    private readonly List<RbacRole> _roles = [.. Policies.Select(Role)];
    private readonly List<RbacBinding> _bindings =
    [
        .. Policies.SelectMany(policy => Enumerable.Range(0, 15).Select(i => Binding(null, policy, RbacSubject.ForGroup($"group-{i}")))),
        .. Namespaces.SelectMany(
            team => Enumerable.Range(0, 10).Select(i => Binding(team, Policies[i], RbacSubject.ForServiceAccount(team, $"app-{i}")))),
    ];

    private readonly PolicyAccess _access;
    private readonly PodJudge _judge;

    public AccessBenchmark()
    {
        _access = new PolicyAccess(_roles, _bindings);
        _judge = new PodJudge(
            new([.. Policies.Select(name => new PodSecurityPolicy { Metadata = new() { Name = name } })], _roles, _bindings));
    }

    [Benchmark(Description = "index the roles and bindings")]
    public PolicyAccess Index() => new(_roles, _bindings);

    [Benchmark(Description = "ask about a service account", OperationsPerInvoke = PodCount)]
    public int Ask() => Enumerable.Range(0, PodCount).Count(i =>
        _access.MayUse(Controller, Namespaces[i % NamespaceCount], Policies[i % Policies.Length]));

    [Benchmark(Description = "usable policies of a pod, 3,000 service accounts", OperationsPerInvoke = PodCount)]
    public PolicyUse UsableOfPods()
    {
        PolicyUse use = null!;
        for (var i = 0; i < PodCount; i++)
        {
            use = _judge.UseOf(Controller, Namespaces[i % NamespaceCount], Accounts[i / NamespaceCount % Accounts.Length]);
        }
        return use;
    }

    private static RbacRole Role(string policy) => new()
    {
        Metadata = new() { Name = policy },
        Rules = [new() { ApiGroups = ["policy"], Resources = ["podsecuritypolicies"], Verbs = ["use"], ResourceNames = [policy] }],
    };

    private static RbacBinding Binding(string? @namespace, string policy, RbacSubject subject) => new()
    {
        Kind = @namespace is null ? RbacKinds.ClusterRoleBinding : RbacKinds.RoleBinding,
        Metadata = new() { Name = $"{policy}-{subject.Name}", Namespace = @namespace },
        RoleRef = new() { Name = policy },
        Subjects = [subject],
    };
}
