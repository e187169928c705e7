namespace PodSecurity.Manifests;

/// <summary>Either a document or why one could not be read; after an error the rest goes on where that is possible.</summary>
public readonly record struct ManifestItem(ManifestDocument? Document, ManifestException? Error);
