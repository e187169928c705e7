using System.Security.Cryptography;
using System.Text.Json.Nodes;
using PodSecurity.Cluster;

namespace PodSecurity.Change;

/// <summary>
/// One execution of a plan. It writes under a field manager of its own, by which it knows its writes again when an answer was lost: since
/// Kubernetes 1.18 the server notes in metadata.managedFields who wrote what. Where the server notes nothing, nothing is proved: two people
/// who run the same command write the same content.
/// </summary>
internal sealed class ChangeRun
{
    private readonly string _manager = $"{WriteOptions.DefaultFieldManager}-{RandomNumberGenerator.GetHexString(10, lowercase: true)}";

    public ChangeRun() => Options = new(FieldManager: _manager);

    public WriteOptions Options { get; }

    /// <summary>Whether this run made the object and nobody has changed it since.</summary>
    public bool Made(JsonObject stored, JsonObject sent) =>
        Managers(stored).ToList() is { Count: > 0 } managers && managers.TrueForAll(
            manager => manager == _manager) && ServerFields.SameContent(stored, sent);

    /// <summary>Whether this run wrote the object, which existed before, and nobody has changed it since.</summary>
    public bool Wrote(JsonObject stored, JsonObject sent) => Managers(stored).Contains(_manager) && ServerFields.SameContent(stored, sent);

    private static IEnumerable<string?> Managers(JsonObject stored) => stored["metadata"]?["managedFields"] is JsonArray entries
        ? entries.Select(entry => (string?)entry?["manager"])
        : [];
}
