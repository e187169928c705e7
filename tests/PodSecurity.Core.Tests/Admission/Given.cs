using System.Text.Json;
using System.Text.Json.Nodes;
using PodSecurity.Admission;
using PodSecurity.Api;
using PodSecurity.Api.Decoding;

namespace PodSecurity.Core.Tests.Admission;

/// <summary>Policies and pods for tests, in a few words of JSON.</summary>
internal static class Given
{
    private const string Anything = """
        {
          "privileged": true, "allowedCapabilities": ["*"], "volumes": ["*"],
          "hostNetwork": true, "hostPID": true, "hostIPC": true, "hostPorts": [{"min": 0, "max": 65535}],
          "seLinux": {"rule": "RunAsAny"}, "runAsUser": {"rule": "RunAsAny"},
          "supplementalGroups": {"rule": "RunAsAny"}, "fsGroup": {"rule": "RunAsAny"}
        }
        """;

    /// <summary>A policy that allows anything but for the fields given; a field given as null is absent.</summary>
    public static PodSecurityPolicy Policy(
        string spec = "{}", string annotations = """{"seccomp.security.alpha.kubernetes.io/allowedProfileNames": "*"}""",
            string name = "psp")
    {
        var merged = JsonNode.Parse(Anything)!.AsObject();
        foreach (var (field, value) in JsonNode.Parse(spec)!.AsObject())
        {
            merged.Remove(field);
            if (value is not null)
            {
                merged[field] = value.DeepClone();
            }
        }

        var policy = new JsonObject
        {
            ["metadata"] = new JsonObject { ["name"] = name, ["annotations"] = JsonNode.Parse(annotations) },
            ["spec"] = merged,
        };
        return policy.Deserialize(KubernetesJson.Default.PodSecurityPolicy)!;
    }

    /// <summary>A pod of one container c; the fields of the spec given come in addition or instead.</summary>
    public static Workload Pod(string spec = "{}", string annotations = "{}")
    {
        var merged = JsonNode.Parse("""{"containers": [{"name": "c", "image": "i"}]}""")!.AsObject();
        foreach (var (field, value) in JsonNode.Parse(spec)!.AsObject())
        {
            merged[field] = value?.DeepClone();
        }
        return Documents.Decode(
            $$"""{"apiVersion":"v1","kind":"Pod","metadata":{"name":"p","annotations":{{annotations}}},"spec":{{merged.ToJsonString()}}}""");
    }

    /// <summary>A pod whose container c has these fields too.</summary>
    public static Workload Container(string fields, string annotations = "{}")
    {
        var container = JsonNode.Parse(fields)!.AsObject();
        container["name"] = "c";
        return Pod($$"""{"containers": [{{container.ToJsonString()}}]}""", annotations);
    }

    public static AdmissionDecision Decide(this Workload workload, params PodSecurityPolicy[] policies) => workload.Decide(null, policies);

    /// <summary>The decision of a release; null: of the one that is meant when none is named.</summary>
    public static AdmissionDecision Decide(this Workload workload, string? release, params PodSecurityPolicy[] policies)
    {
        var admission = new PspAdmission(policies, release is null ? null : KubernetesRelease.Find(release)!);
        return admission.Evaluate(workload.Pod, admission.All);
    }

    /// <summary>The decision of a release on an update.</summary>
    public static AdmissionDecision DecideUpdate(this Workload workload, string release, params PodSecurityPolicy[] policies)
    {
        var admission = new PspAdmission(policies, KubernetesRelease.Find(release)!);
        return admission.EvaluateUpdate(workload.Pod, admission.All);
    }

    /// <summary>What the policies say, in one text: the errors, or the changes, or nothing.</summary>
    public static string Answer(this Workload workload, params PodSecurityPolicy[] policies)
    {
        var decision = workload.Decide(policies);
        Assert.Equal(decision.Changes.Count > 0, decision.Mutated);
        return decision.Outcome == AdmissionOutcome.Allowed ? string.Join("; ", decision.Changes)
            : $"{decision.Outcome}: {string.Join("; ", decision.Violations)}";
    }

    /// <summary>Checks the one explanation of why the policy refuses the pod.</summary>
    public static void AssertFix(this Workload workload, PodSecurityPolicy policy, string podFix, string policyFix)
    {
        var explanation = Assert.Single(workload.Decide(policy).Explain());
        Assert.Equal((podFix, $"{policyFix} in policy psp"), (explanation.PodFix, explanation.PolicyFix));
    }

    /// <summary>A pod with this security context, and one for its container.</summary>
    public static Workload Contexts(string pod, string container) =>
        Pod($$$"""{"securityContext": {{{pod}}}, "containers": [{"name": "c", "securityContext": {{{container}}}}]}""");

    /// <summary>A pod with a volume v of this source.</summary>
    public static Workload Volume(string source)
    {
        var volume = JsonNode.Parse(source)!.AsObject();
        volume["name"] = "v";
        return Pod($$$"""{"volumes": [{{{volume.ToJsonString()}}}]}""");
    }

    /// <summary>Annotations; those without a value are left out.</summary>
    public static string Annotations(params (string Key, string? Value)[] entries) =>
        JsonSerializer.Serialize(entries.Where(entry => entry.Value is not null).ToDictionary(entry => entry.Key, entry => entry.Value));
}
