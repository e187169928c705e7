using PodSecurity.Api;
using static PodSecurity.Testing.Clusters.Rbac;

namespace PodSecurity.Testing.Clusters;

/// <summary>
/// RBAC objects that a server accepts, and identities that meet them often, from a seed. Names are few, so that roles, bindings and
/// subjects hit, miss and overlap.
/// </summary>
public sealed class RbacGenerator(int seed)
{
    public static readonly string[] Namespaces = ["gen-a", "gen-b"];
    public static readonly string[] Policies = ["gen.restricted", "gen.baseline", "gen.open"];

    private static readonly string[] RoleNames = ["gen:r0", "gen:r1", "gen:r2", "gen:r3", "gen:r4", "gen:r5"];
    private static readonly string[] Users =
        ["ann", "Ann", "system:serviceaccount:gen-a:web", "system:serviceaccount:gen-b:web", "system:serviceaccount:gen-a:db"];
    private static readonly string[] Groups =
        ["dev", "Dev", "system:serviceaccounts", "system:serviceaccounts:gen-a", "system:authenticated", "system:unauthenticated"];
    private readonly Random _random = new(seed);

    public IReadOnlyList<RbacRole> Roles() =>
    [
        .. RoleNames.Where(_ => Chance(0.8)).Select(ClusterRoleOf),
        .. from @namespace in Namespaces from name in RoleNames where Chance(0.5) select Role(@namespace, name, Rules()),
    ];

    public IReadOnlyList<RbacBinding> Bindings() =>
    [
        .. Enumerable.Range(0, _random.Next(4)).Select(i => Everywhere($"gen:b{i}", Pick(RoleNames), Subjects(inNamespace: false))),
        .. from @namespace in Namespaces
           from i in Enumerable.Range(0, _random.Next(4))
           select In(@namespace, $"gen:b{i}", Chance(0.5) ? "Role" : "ClusterRole", Pick(RoleNames), Subjects(inNamespace: true)),
    ];

    public PolicyIdentity Identity() => _random.Next(6) switch
    {
        0 => PolicyIdentity.ForUser("system:anonymous"),
        1 => PolicyIdentity.ForPodServiceAccount(Pick(Namespaces), Pick("web", "db")),
        2 => PolicyIdentity.ForUser("root", ["system:masters"]),
        _ => PolicyIdentity.ForUser(Pick(Users), Some(0, Groups[..2])),
    };

    public string? Namespace() => Chance(0.2) ? null : Pick(Namespaces);

    public string Policy() => Pick(Policies);

    private RbacRole ClusterRoleOf(string name)
    {
        if (!Chance(0.25))
        {
            return ClusterRole(name, Rules()).Labelled("gen", Pick("x", "y", "z"));
        }

        return Aggregated(name, [.. Enumerable.Range(0, _random.Next(1, 3)).Select(_ => Selector())]).Labelled("gen", Pick("x", "y", "z"));
    }

    // A selector must hold no role of the cluster's own, so it always asks for the label.
    private LabelSelector Selector() => _random.Next(4) switch
    {
        0 => new() { MatchLabels = new Dictionary<string, string> { ["gen"] = Pick("x", "y") } },
        1 => Expressions(new LabelRequirement { Key = "gen", Operator = "In", Values = Some(1, "x", "y", "z") }),
        2 => Expressions(
            new LabelRequirement { Key = "gen", Operator = "Exists" },
                new LabelRequirement { Key = "gen", Operator = "NotIn", Values = Some(1, "x", "y", "z") }),
        _ => Expressions(
            new LabelRequirement { Key = "gen", Operator = "Exists" }, new LabelRequirement { Key = "absent", Operator = "DoesNotExist" }),
    };

    private static LabelSelector Expressions(params LabelRequirement[] requirements) => new() { MatchExpressions = requirements };

    private RbacRule[] Rules() => [.. Enumerable.Range(0, _random.Next(1, 3)).Select(_ => Rule(
        Some(1, "policy", "extensions", "*", "apps", ""),
        Some(1, "podsecuritypolicies", "podsecuritypolicies", "*", "podsecuritypolicies/*", "*/*", "PodSecurityPolicies", "pods"),
        Some(1, "use", "use", "*", "get", "USE"),
        Chance(0.3) ? null : Some(0, [.. Policies, "*", ""])))];

    private RbacSubject[] Subjects(bool inNamespace) => [.. Enumerable.Range(0, _random.Next(4)).Select(_ => _random.Next(3) switch
    {
        0 => User(Pick(Users)),
        1 => Group(Pick(Groups)),
        _ => Account(inNamespace && Chance(0.4) ? null : Pick(Namespaces), Pick("web", "db")),
    })];

    private bool Chance(double part) => _random.NextDouble() < part;

    private string Pick(params string[] from) => from[_random.Next(from.Length)];

    // One or two mostly, at least the minimum.
    private string[] Some(int minimum, params string[] from) =>
        [.. Enumerable.Range(0, _random.Next(minimum, 3)).Select(_ => Pick(from)).Distinct()];
}
