using System.Text.Json.Nodes;
using PodSecurity.Api;
using PodSecurity.Manifests;

namespace PodSecurity.Cluster;

/// <summary>
/// A cluster as commands see it: a live API server or a snapshot file. Objects travel as <see cref="ManifestDocument"/>, so they
/// are decoded by the same code as files. Every failure is a <see cref="ClusterException"/>; cancellation of the caller's token is
/// an <see cref="OperationCanceledException"/>.
/// </summary>
public interface IClusterGateway : IAsyncDisposable
{
    /// <summary>What this is, for messages and results.</summary>
    ClusterIdentity Identity { get; }

    /// <summary>
    /// The version of Kubernetes that the cluster says it is, for example <c>v1.20.15-eks-14c7a48</c>; null when it does not say, or a
    /// snapshot does not know.
    /// </summary>
    Task<string?> ServerVersionAsync(CancellationToken cancellationToken);

    /// <summary>Whether the cluster serves the resource (discovery; a snapshot answers whether it holds it).</summary>
    Task<bool> ServesAsync(ResourceType type, CancellationToken cancellationToken);

    /// <summary>All objects, page by page as they arrive; of one namespace, or of all when it is null.</summary>
    IAsyncEnumerable<ManifestDocument> ListAsync(ResourceType type, string? @namespace, CancellationToken cancellationToken);

    /// <summary>One object; null when it does not exist.</summary>
    Task<ManifestDocument?> GetAsync(ResourceType type, string? @namespace, string name, CancellationToken cancellationToken);

    /// <summary>Creates the object and returns it as stored.</summary>
    Task<ManifestDocument> CreateAsync(
        ResourceType type, string? @namespace, JsonObject body, WriteOptions options, CancellationToken cancellationToken);

    /// <summary>Replaces the object (PUT); its metadata.resourceVersion, when given, guards against a lost update.</summary>
    Task<ManifestDocument> ReplaceAsync(
        ResourceType type, string? @namespace, string name, JsonObject body, WriteOptions options, CancellationToken cancellationToken);

    /// <summary>Deletes the object if it still is the one meant; a missing object is an error (NotFound).</summary>
    Task DeleteAsync(
        ResourceType type, string? @namespace, string name, DeletePreconditions preconditions, WriteOptions options,
            CancellationToken cancellationToken);

    /// <summary>Asks the authorizer (SubjectAccessReview). A snapshot reasons from its RBAC objects.</summary>
    Task<AccessAnswer> ReviewAccessAsync(AccessQuestion question, CancellationToken cancellationToken);
}

/// <summary>A cluster for messages: <c>context "prod" (https://...)</c> or <c>snapshot FILE</c>.</summary>
/// <param name="Name">The context name, or the snapshot's path.</param>
/// <param name="Server">The API server's address; null for a snapshot.</param>
/// <param name="DefaultNamespace">The context's namespace, or <c>default</c>.</param>
/// <param name="User">The requester as the API server knows it when that is known offline (impersonation), else null.</param>
public sealed record ClusterIdentity(string Name, string? Server, string DefaultNamespace, string? User = null)
{
    /// <summary>The name of the cluster that a pod runs in, which no kubeconfig describes.</summary>
    public const string InCluster = "in-cluster";

    /// <summary>The context of a kubeconfig that leads here; null when none does.</summary>
    public string? Context => Server is null || Name == InCluster ? null : Name;

    public override string ToString() => Server is null ? $"snapshot {Name}" : $"context {Name} ({Server})";
}

/// <param name="DryRun">Ask the server to go through everything, admission included, and store nothing.</param>
/// <param name="FieldManager">Under which name the server notes what was written.</param>
public sealed record WriteOptions(bool DryRun = false, string FieldManager = WriteOptions.DefaultFieldManager)
{
    public const string DefaultFieldManager = "podsecurity";

    public static WriteOptions Default { get; } = new();
}

/// <summary>Deletes only the object with this uid and, when given, this resource version.</summary>
public sealed record DeletePreconditions(string? Uid = null, string? ResourceVersion = null)
{
    public static DeletePreconditions None { get; } = new();
}

/// <summary>May this user do this? Namespace null means cluster-wide.</summary>
/// <param name="User">"" without groups asks about whoever asks; "" with groups about somebody in them.</param>
public sealed record AccessQuestion(
    string User, IReadOnlyList<string> Groups, string Verb, string ApiGroup, string Resource, string? Name, string? Namespace)
{
    /// <summary>Whether the one who asks is meant. A snapshot does not know who that is.</summary>
    public bool IsAboutOneself => User.Length == 0 && Groups.Count == 0;
}

/// <param name="Reason">The authorizer's words, possibly empty.</param>
public sealed record AccessAnswer(bool Allowed, string Reason);
