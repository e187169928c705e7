using System.Globalization;
using System.Text.Json.Nodes;
using PodSecurity.Api;
using PodSecurity.Standards.Labels;

namespace PodSecurity.Core.Tests.Standards;

/// <summary>A recorded request to Pod Security admission.</summary>
internal sealed class LabelRequest(JsonObject item)
{
    private readonly LabelAdmissionOptions _options = new()
    {
        Defaults = new(Default("enforce", item), Default("audit", item), Default("warn", item)),
        ExemptNamespaces = Exempt("namespaces", item),
        ExemptUsers = Exempt("usernames", item),
        ExemptRuntimeClasses = Exempt("runtimeClasses", item),
    };

    private string Subresource => (string?)item["subresource"] ?? "";
    private bool IsUpdate => (string?)item["operation"] == "UPDATE";
    private string NamespaceName => (string?)item["namespaceName"] ?? (string)item["namespace"]!["metadata"]!["name"]!;

    public LabelAdmissionResponse Answer() => (string)item["kind"]! switch
    {
        "namespace" => AnswerNamespace(),
        "pod" => new PodAdmission(_options).OfPod(Request()),
        _ => new PodAdmission(_options).OfController(Request()),
    };

    private PodRequest Request() => new()
    {
        Pod = Decode(item["object"]) is { } workload ? PodRequest.PodOf(workload) : null,
        OldPod = IsUpdate ? Decode(item["oldObject"])?.Pod : null,
        Name = (string?)item["object"]?["metadata"]?["name"] ?? "",
        Subresource = Subresource,
        User = (string)item["user"]!,
        Namespace = NamespaceName,
        NamespaceExists = item["namespace"] is not null,
        NamespaceLabels = Labels(item["namespace"]),
    };

    private LabelAdmissionResponse AnswerNamespace()
    {
        var admission = new NamespaceAdmission(_options);
        if (Subresource.Length > 0)
        {
            return LabelAdmissionResponse.Silence;
        }
        if (!IsUpdate)
        {
            return admission.Create(NamespaceName, Labels(item["namespace"]));
        }
        var pods = (bool?)item["podListFails"] == true ? null : ExistingPods();
        var response = admission.Update(NamespaceName, Labels(item["oldNamespace"]), Labels(item["namespace"]), pods);
        // What is never looked at need not be listed.
        Assert.True(response.Warnings.Count == 0 || response.Warnings[0].StartsWith("namespace ", StringComparison.Ordinal)
            || admission.LooksAtPods(NamespaceName, Labels(item["oldNamespace"]), Labels(item["namespace"])));
        return response;
    }

    private IEnumerable<Workload> ExistingPods() =>
        List("existingPods").Select(pod => Decode(pod)!).Concat(List("existingPodGroups").SelectMany(pod => Group(pod!)));

    private JsonArray List(string name) => item[name]?.AsArray() ?? [];

    private static IEnumerable<Workload> Group(JsonNode group)
    {
        var pod = Decode(group["pod"])!;
        return Enumerable.Range(0, (int)group["count"]!).Select(i =>
            pod with { Pod = pod.Pod with { Name = $"{(string)group["namePrefix"]!}{i.ToString("D4", CultureInfo.InvariantCulture)}" } });
    }

    private static Workload? Decode(JsonNode? node) => node is null ? null : Documents.Decode(node.ToJsonString());

    private static Dictionary<string, string>? Labels(JsonNode? @namespace) =>
        @namespace?["metadata"]?["labels"]?.AsObject().ToDictionary(label => label.Key, label => (string)label.Value!);

    private static LevelVersion Default(string mode, JsonObject item)
    {
        Assert.True(LevelName.TryParse((string)item["defaults"]![mode]!, out var level));
        Assert.True(PodSecurityVersion.TryParse((string)item["defaults"]![$"{mode}-version"]!, out var version));
        return new(level, version);
    }

    private static string[] Exempt(string kind, JsonObject item) =>
        [.. (item["exemptions"]?[kind]?.AsArray() ?? []).Select(name => (string)name!)];
}
