using PodSecurity.Api;

namespace PodSecurity.Completion;

/// <summary>Completes names of policies.</summary>
public sealed class PolicyNameCompleter() : ClusterNameCompleter(ResourceTypes.PodSecurityPolicies);
