using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace PodSecurity.Cluster.Tests.Differential;

/// <summary>The server's answer to a pod and ours, compared.</summary>
internal static partial class PodAnswer
{
    /// <summary>In what our verdict differs; null when in nothing.</summary>
    public static string? Difference(ServerAnswer server, PspTestResult ours)
    {
        var outcome = server.Status switch { 201 => nameof(AdmissionOutcome.Allowed), 403 => nameof(AdmissionOutcome.Denied), _ => nameof(
            AdmissionOutcome.Invalid) };
        if (outcome != ours.Outcome)
        {
            return $"server {outcome} {server.Refusal}\nours   {ours.Outcome} {ours.Message}";
        }

        return outcome == nameof(AdmissionOutcome.Allowed) ? StoredDifference(server.Stored!, ours) : RefusalDifference(
            server.Refusal!, ours);
    }

    private static string? StoredDifference(JsonObject stored, PspTestResult ours)
    {
        if ((string?)stored["metadata"]!["annotations"]?["kubernetes.io/psp"] != ours.Policy)
        {
            return $"server chose {stored["metadata"]!["annotations"]?["kubernetes.io/psp"]}, ours {ours.Policy}";
        }

        var expected = Comparable(stored);
        var actual = Comparable(ours.GetAdmittedPod()!);
        return FirstDifference(expected, actual, "");
    }

    private static string? FirstDifference(JsonNode? expected, JsonNode? actual, string path) => (expected, actual) switch
    {
        (JsonObject a, JsonObject b) => a.Concat(b).Select(field => field.Key).Distinct()
            .Select(name => FirstDifference(a[name], b[name], $"{path}/{name}")).FirstOrDefault(found => found is not null),
        (JsonArray a, JsonArray b) when a.Count == b.Count =>
            a.Select((item, i) => FirstDifference(item, b[i], $"{path}/{i}")).FirstOrDefault(found => found is not null),
        _ => JsonNode.DeepEquals(
            expected, actual) ? null : $"{path}: server stores {expected?.ToJsonString()}, ours {actual?.ToJsonString()}",
    };

    // What the server adds beside the pod's security, and what is random.
    private static JsonNode Comparable(JsonObject stored)
    {
        var pod = JsonNode.Parse(TokenSecret().Replace(stored.ToJsonString(), "-token-xxxxx"))!.AsObject();
        pod.Remove("status");
        foreach (var field in new[] { "uid", "creationTimestamp", "managedFields" })
        {
            pod["metadata"]!.AsObject().Remove(field);
        }

        if (pod["metadata"]!["generateName"] is not null)
        {
            pod["metadata"]!.AsObject().Remove("name");
        }

        foreach (var field in new[] { "priority", "preemptionPolicy", "tolerations" })
        {
            pod["spec"]!.AsObject().Remove(field);
        }

        return pod;
    }

    private static string? RefusalDifference(string refusal, PspTestResult ours)
    {
        var (server, own) = (Readable(refusal, ours), Readable(ours.Message!, ours));
        return server == own || IsInOtherOrder(server, own, ours) ? null : $"server {server}\nours   {own}";
    }

    // Addresses of values, where the server prints them, and the random end of a generated name.
    private static string Readable(string text, PspTestResult ours)
    {
        var plain = Struct().Replace(text, "core.SecurityContext{}");
        return ours.Outcome == nameof(AdmissionOutcome.Invalid) ? GeneratedName().Replace(plain, "Pod \"generated-\" is invalid") : plain;
    }

    /// <summary>Each policy's errors stand together and in order; the server takes the policies themselves in random order.</summary>
    private static bool IsInOtherOrder(string server, string own, PspTestResult ours)
    {
        var texts = ours.Violations.GroupBy(
            violation => violation.Policy, (_, errors) => string.Join(' ', errors.Select(error => Readable(error.Message, ours)))).ToList();
        var list = string.Join(' ', texts);
        var start = own.IndexOf(list, StringComparison.Ordinal);
        return texts.Count > 1 && server.Length == own.Length && server[..start] == own[..start] && IsMadeOf(server[start..^1], texts);
    }

    private static bool IsMadeOf(string list, IReadOnlyList<string> texts) =>
        texts.Count == 0 ? list.Length == 0 : texts.Any(text =>
            list.StartsWith(text, StringComparison.Ordinal) && IsMadeOf(
                list[text.Length..].TrimStart(' '), [.. texts.Where(other => !ReferenceEquals(other, text))]));

    [GeneratedRegex("-token-[a-z0-9]{5}")]
    private static partial Regex TokenSecret();

    [GeneratedRegex("core\\.SecurityContext\\{.*?\\}(?=: )")]
    private static partial Regex Struct();

    [GeneratedRegex("^Pod \"generated-[a-z0-9]{5}\" is invalid")]
    private static partial Regex GeneratedName();
}
