using PodSecurity.Manifests;

namespace PodSecurity.Api;

/// <summary>A namespace: its name, and the labels that admission goes by.</summary>
public sealed record KubernetesNamespace(string Name, IReadOnlyDictionary<string, string> Labels, ManifestDocument Document);
