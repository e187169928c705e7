using System.Text.Json.Nodes;
using PodSecurity.Api;
using PodSecurity.Kubernetes.Serialization;

namespace PodSecurity.Reports.Formats;

/// <summary>
/// Reports of the Policy Working Group, as dashboards of a cluster read them: a PolicyReport for each namespace, a ClusterPolicyReport for
/// what has none, as YAML for kubectl apply.
/// </summary>
internal sealed class PolicyReportFile : IReportWriter
{
    /// <summary>An object of a cluster can have about 1.5 MB: a namespace with more results has several reports.</summary>
    public const int MaxResults = 1000;

    private static readonly ResourceType[] Kinds =
    [
        ResourceTypes.Pods, ResourceTypes.PodTemplates, ResourceTypes.ReplicationControllers, ResourceTypes.Deployments,
        ResourceTypes.ReplicaSets, ResourceTypes.StatefulSets, ResourceTypes.DaemonSets, ResourceTypes.Jobs, ResourceTypes.CronJobs,
        ResourceTypes.Namespaces, ResourceTypes.PodSecurityPolicies,
    ];

    private static readonly string[] Summaries = ["pass", "fail", "warn", "error", "skip"];

    public void Write(Stream output, Report report)
    {
        using var text = TextOutput.To(output);
        foreach (var name in report.Summary.Namespaces.Keys)
        {
            var number = 0;
            foreach (var results in report.FindingsOf(name).SelectMany(Results).Chunk(MaxResults))
            {
                text.Write("---\n");
                text.Write(ManifestWriter.ToYaml(Document(name, ++number, results)));
            }
        }
    }

    private static JsonObject Document(string @namespace, int number, JsonObject[] results) => new()
    {
        ["apiVersion"] = "wgpolicyk8s.io/v1alpha2",
        ["kind"] = @namespace.Length == 0 ? "ClusterPolicyReport" : "PolicyReport",
        ["metadata"] = Metadata(@namespace, number == 1 ? "podsecurity" : $"podsecurity-{number}"),
        ["summary"] = new JsonObject(
            Summaries.Select(word => KeyValuePair.Create(
                word, (JsonNode?)results.Count(result => (string?)result["result"] == word)))),
        ["results"] = new JsonArray([.. results]),
    };

    private static JsonObject Metadata(string @namespace, string name)
    {
        var metadata = new JsonObject { ["name"] = name };
        if (@namespace.Length > 0)
        {
            metadata["namespace"] = @namespace;
        }
        metadata["labels"] = new JsonObject { ["app.kubernetes.io/managed-by"] = "podsecurity" };
        return metadata;
    }

    private static IEnumerable<JsonObject> Results(Finding finding) => finding.Violations.Count == 0
        ? [Result(finding, "pass", "info", finding.Verdict, null)]
        : finding.Violations.Select(violation => violation.Level switch
        {
            FindingLevel.Error => Result(finding, "fail", "high", violation.Message, violation),
            FindingLevel.Warning => Result(finding, "warn", "medium", violation.Message, violation),
            _ => Result(finding, "warn", "low", violation.Message, violation),
        });

    private static JsonObject Result(Finding finding, string result, string severity, string message, Violation? violation)
    {
        var json = new JsonObject
        {
            ["source"] = "PodSecurity", ["policy"] = finding.Check, ["category"] = "Pod security", ["severity"] = severity,
            ["result"] = result, ["scored"] = true, ["message"] = message,
        };
        if (violation is not null)
        {
            json["rule"] = violation.Rule;
        }
        if (finding.Kind.Length > 0)
        {
            json["resources"] = new JsonArray(Resource(finding));
        }
        if (Properties(finding, violation) is { Count: > 0 } properties)
        {
            json["properties"] = properties;
        }
        return json;
    }

    private static JsonObject Resource(Finding finding)
    {
        var type = Kinds.FirstOrDefault(known => known.Kind == finding.Kind);
        var resource = new JsonObject { ["kind"] = finding.Kind, ["name"] = finding.Name };
        if (type is not null)
        {
            resource["apiVersion"] = type.ApiVersion;
        }
        if (finding.Namespace is not null && type is not { Namespaced: false })
        {
            resource["namespace"] = finding.Namespace;
        }
        return resource;
    }

    private static JsonObject Properties(Finding finding, Violation? violation) => new(
        new (string Name, string? Value)[]
        {
            ("criterion", finding.Criterion), ("policy", violation?.Policy), ("field", violation?.Field), ("fix", violation?.Fix),
            ("source", finding.Place),
        }.Where(property => !string.IsNullOrEmpty(property.Value)).Select(
            property => KeyValuePair.Create(property.Name, (JsonNode?)property.Value)));
}
