using PodSecurity.Api;

namespace PodSecurity.Completion;

/// <summary>Completes names of namespaces.</summary>
public sealed class NamespaceCompleter() : ClusterNameCompleter(ResourceTypes.Namespaces);
