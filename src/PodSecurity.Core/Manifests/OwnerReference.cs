namespace PodSecurity.Manifests;

/// <summary>A reference to the object that controls this one.</summary>
/// <param name="ApiVersion">Tells kinds of the same name apart; null when it was not read.</param>
public sealed record OwnerReference(string Kind, string Name, string Uid, string? ApiVersion = null);
