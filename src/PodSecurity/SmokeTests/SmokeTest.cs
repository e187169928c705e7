namespace PodSecurity.SmokeTests;

/// <summary>What a smoke test holds a cluster to.</summary>
internal sealed record SmokeTest
{
    /// <summary>Whether the cluster has policies at all; from Kubernetes 1.25 on there are labels only.</summary>
    public required bool ServesPolicies { get; init; }

    /// <summary>The policies by name, each with the text that decides about pods.</summary>
    public IReadOnlyList<NamedText> Policies { get; init; } = [];
    public IReadOnlyList<PolicyGrant> Grants { get; init; } = [];
    public IReadOnlyList<SmokeTestPod> Pods { get; init; } = [];

    /// <summary>The namespaces that have Pod Security labels, each with these.</summary>
    public IReadOnlyList<NamedText> Namespaces { get; init; } = [];
}

/// <summary>The text of something that has a name, line by line.</summary>
internal sealed record NamedText(string Name, IReadOnlyList<string> Text);

/// <summary>A pod of the example and what became of it.</summary>
/// <param name="Pod">A name of <see cref="ExamplePods"/>.</param>
/// <param name="As">The parameters of Test-PodAgainstPsp that say whose pod it is.</param>
/// <param name="Policy">The policy that admits it; null when it is refused.</param>
internal sealed record SmokeTestPod(string Pod, string Namespace, IReadOnlyDictionary<string, string> As, string? Policy);
