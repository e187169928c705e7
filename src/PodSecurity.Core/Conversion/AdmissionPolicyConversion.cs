using System.Text.Json;
using System.Text.Json.Nodes;
using PodSecurity.Api;

namespace PodSecurity;

/// <summary>Policies as objects that an engine of today's Kubernetes enforces, and in what these differ from the policies.</summary>
public sealed class AdmissionPolicyConversion
{
    public required string Name { get; init; }

    /// <summary>The name of an <see cref="AdmissionPolicyEngine"/>.</summary>
    public required string Engine { get; init; }

    /// <summary>The name of an <see cref="AdmissionPolicyAction"/>.</summary>
    public required string Action { get; init; }

    /// <summary>What the objects need, for example <c>Kubernetes 1.30 and later</c>.</summary>
    public required string Requires { get; init; }

    /// <summary>How it is known who may use a policy.</summary>
    public required string Grants { get; init; }

    /// <summary>The policies that were carried over, by name.</summary>
    public required IReadOnlyList<string> Policies { get; init => field = new ObjectList<string>(value); }

    /// <summary>The objects, in the order in which to apply them.</summary>
    public required IReadOnlyList<AdmissionPolicyDocument> Documents { get; init =>
        field = new ObjectList<AdmissionPolicyDocument>(value); }

    public required IReadOnlyList<AdmissionPolicyLoss> Losses { get; init => field = new ObjectList<AdmissionPolicyLoss>(value); }

    /// <summary>How often a request can ask the authorizer, at the worst.</summary>
    public required int AuthorizerChecks { get; init; }

    /// <summary>What that costs, in the units of Kubernetes 1.32 and later.</summary>
    public required long EstimatedCost { get; init; }

    /// <summary>What a policy may cost; a server refuses pods that cost more.</summary>
    public required long CostLimit { get; init; }
}

/// <summary>An object as its fields, such as <c>kind</c> and <c>spec</c>.</summary>
public sealed class AdmissionPolicyDocument : Dictionary<string, object?>
{
    private readonly JsonObject _body;

    internal AdmissionPolicyDocument(JsonObject body)
        : base((Dictionary<string, object?>)PlainJson.Value(JsonSerializer.SerializeToElement(body))!) => _body = body;

    /// <summary>The same for those that write it.</summary>
    public JsonObject ToJson() => (JsonObject)_body.DeepClone();

    /// <summary>As <c>Kind/name</c>.</summary>
    public override string ToString() => ObjectPath.Of((string)_body["kind"]!, null, (string)_body["metadata"]!["name"]!);
}
