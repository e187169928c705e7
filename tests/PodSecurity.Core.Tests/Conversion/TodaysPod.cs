using System.Text.Json.Nodes;
using PodSecurity.Admission;
using PodSecurity.Api;
using PodSecurity.Api.Decoding;
using PodSecurity.Core.Tests.Admission;
using PodSecurity.Manifests;

namespace PodSecurity.Core.Tests.Conversion;

/// <summary>The pod of a conformance case as today's server shows it to admission policies.</summary>
internal static class TodaysPod
{
    private const string PodSeccomp = "seccomp.security.alpha.kubernetes.io/pod";
    private const string ContainerSeccomp = "container.seccomp.security.alpha.kubernetes.io/";

    private static readonly PspAdmission AllowAll = new([Permissive()]);

    /// <summary>
    /// With API defaults, and with the seccomp annotations of its day as fields, which is what they meant. No policy has changed it.
    /// </summary>
    public static JsonObject Of(ConformanceCase item)
    {
        var sent = JsonNode.Parse(item.Workload.Document.Json.Span)!.AsObject();
        RemoveEmpty(sent);
        var contexts = Holders(sent).ToDictionary(holder => holder.Key, holder => holder.Value["securityContext"]?.DeepClone());
        var annotations = sent["metadata"]?["annotations"]?.DeepClone();
        var pod = Defaulted(sent);
        foreach (var (place, holder) in Holders(pod))
        {
            if (contexts.GetValueOrDefault(place) is { } context)
            {
                holder["securityContext"] = context;
            }
        }
        if (annotations is not null)
        {
            pod["metadata"]!["annotations"] = annotations;
        }
        WriteSeccompFields(pod);
        return pod;
    }

    /// <summary>The pod sets its own seccomp profile by the field, and not by the annotation.</summary>
    public static bool HasOnlySeccompField(ConformanceCase item) =>
        item.Workload.Pod.SecurityContext?.SeccompProfile is not null && item.Workload.Pod.Annotations?.ContainsKey(PodSeccomp) != true;

    /// <summary>The pod with the annotation that says what its field does.</summary>
    public static Pod WithSeccompAnnotation(ConformanceCase item)
    {
        var pod = item.Workload.Pod;
        var profile = pod.SecurityContext!.SeccompProfile!;
        var annotation = AnnotationOf(profile.Type, profile.LocalhostProfile);
        return pod with { Annotations = new Dictionary<string, string>(
            pod.Annotations ?? new Dictionary<string, string>()) { [PodSeccomp] = annotation } };
    }

    private static string AnnotationOf(string type, string? file) => type switch
    {
        "Unconfined" => "unconfined",
        "RuntimeDefault" => "runtime/default",
        _ => $"localhost/{file}",
    };

    /// <summary>Defaults of the API depend on nothing in security contexts and annotations, which the old server would judge.</summary>
    private static JsonObject Defaulted(JsonObject pod)
    {
        foreach (var (_, holder) in Holders(pod))
        {
            holder.Remove("securityContext");
        }
        (pod["metadata"] as JsonObject)?.Remove("annotations");
        var workload = WorkloadDecoder.Decode(new ManifestDocument(System.Text.Encoding.UTF8.GetBytes(pod.ToJsonString()), new("pod")))!;
        var stored = new PspTestResult(
            workload, AllowAll.Evaluate(workload.Pod, AllowAll.All), AdmissionRequest.Namespace).GetAdmittedPod()!;
        stored["metadata"]!.AsObject().Remove("annotations");
        return stored;
    }

    /// <summary>What has a security context: the spec and its containers, by their place.</summary>
    public static IEnumerable<KeyValuePair<string, JsonObject>> Holders(JsonObject pod)
    {
        var spec = pod["spec"]!.AsObject();
        yield return new("spec", spec);
        foreach (var list in new[] { "containers", "initContainers" })
        {
            var containers = spec[list] as JsonArray ?? [];
            for (var i = 0; i < containers.Count; i++)
            {
                yield return new($"{list}/{i}", containers[i]!.AsObject());
            }
        }
    }

    private static void WriteSeccompFields(JsonObject pod)
    {
        foreach (var (place, holder) in Holders(pod))
        {
            var key = place == "spec" ? PodSeccomp : ContainerSeccomp + (string?)holder["name"];
            if (holder["securityContext"]?["seccompProfile"] is null && FieldOf(
                (string?)pod["metadata"]?["annotations"]?[key]) is { } field)
            {
                holder["securityContext"] ??= new JsonObject();
                holder["securityContext"]!["seccompProfile"] = field;
            }
        }
    }

    /// <summary>Null for an annotation that no field can say.</summary>
    public static JsonObject? FieldOf(string? annotation) => annotation switch
    {
        "unconfined" => new() { ["type"] = "Unconfined" },
        "runtime/default" or "docker/default" => new() { ["type"] = "RuntimeDefault" },
        { Length: > 10 } when annotation.StartsWith("localhost/", StringComparison.Ordinal) =>
            new() { ["type"] = "Localhost", ["localhostProfile"] = annotation["localhost/".Length..] },
        _ => null,
    };

    private static void RemoveEmpty(JsonNode? node)
    {
        switch (node)
        {
            case JsonObject map:
                foreach (var name in map.Where(field => field.Value is null or JsonArray { Count: 0 }).Select(field => field.Key).ToList())
                {
                    map.Remove(name);
                }
                foreach (var field in map)
                {
                    RemoveEmpty(field.Value);
                }
                break;
            case JsonArray list:
                foreach (var item in list)
                {
                    RemoveEmpty(item);
                }
                break;
        }
    }

    private static PodSecurityPolicy Permissive()
    {
        var any = IDRule.Parse("RunAsAny");
        return new()
        {
            Metadata = new() { Name = "all" },
            Spec = new()
            {
                Privileged = true, HostNetwork = true, HostPID = true, HostIPC = true,
                AllowedCapabilities = ["*"], Volumes = ["*"], HostPorts = [HostPortRange.Parse("0-65535")],
                SELinux = SELinuxRule.Parse("RunAsAny"), RunAsUser = any, FSGroup = any, SupplementalGroups = any,
            },
        };
    }
}
