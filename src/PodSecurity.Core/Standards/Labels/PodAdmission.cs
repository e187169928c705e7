using PodSecurity.Api;

namespace PodSecurity.Standards.Labels;

/// <summary>Admits pods by the labels of their namespace, and warns of controllers whose pods would be refused.</summary>
/// <remarks>Source: kubernetes/pod-security-admission, admission/admission.go, ValidatePod and ValidatePodController.</remarks>
public sealed class PodAdmission(LabelAdmissionOptions options)
{
    private const string EnforcePolicy = "enforce-policy";
    private const string Exempt = "exempt";

    private static readonly HashSet<string> IgnoredSubresources =
        ["exec", "attach", "binding", "eviction", "log", "portforward", "proxy", "status"];

    /// <summary>A pod that is created or changed.</summary>
    public LabelAdmissionResponse OfPod(PodRequest request)
    {
        ArgumentNullException.ThrowIfNull(request);
        if (IgnoredSubresources.Contains(request.Subresource))
        {
            return LabelAdmissionResponse.Silence;
        }
        if (ExemptRequester(request) is { } exempt)
        {
            return exempt;
        }
        if (!request.NamespaceExists)
        {
            var message = $"Internal error occurred: failed to lookup namespace {GoValue.Quote(request.Namespace)}";
            return LabelAdmissionResponse.Refused(500, "InternalError", message) with
            {
                AuditAnnotations = Error($"{message}: {NotFound(request)}"),
            };
        }
        var reading = new LabelReading(request.NamespaceLabels, options.Defaults);
        if (reading.Errors.Count == 0 && reading.Policy.IsFullyPrivileged)
        {
            return LabelAdmissionResponse.Audited(EnforcePolicy, LevelVersion.Privileged.ToString());
        }
        var pod = request.Pod ?? throw new ArgumentException("The request has no pod.", nameof(request));
        return request.OldPod is { } old && !PodUpdate.Counts(old, pod)
            ? LabelAdmissionResponse.Silence
            : Judge(request, pod, reading, enforces: true);
    }

    /// <summary>A controller that is created or changed: nothing is refused, the template is warned of and audited.</summary>
    public LabelAdmissionResponse OfController(PodRequest request)
    {
        ArgumentNullException.ThrowIfNull(request);
        if (request.Subresource.Length > 0)
        {
            return LabelAdmissionResponse.Silence;
        }
        if (ExemptRequester(request) is { } exempt)
        {
            return exempt;
        }
        if (!request.NamespaceExists)
        {
            var error = $"failed to lookup namespace {GoValue.Quote(request.Namespace)}: {NotFound(request)}";
            return LabelAdmissionResponse.Silence with { AuditAnnotations = Error(error) };
        }
        var reading = new LabelReading(request.NamespaceLabels, options.Defaults);
        var isSilent = reading.Errors.Count == 0 && (reading.Policy with { Enforce = LevelVersion.Privileged }).IsFullyPrivileged;
        return isSilent || request.Pod is not { } template
            ? LabelAdmissionResponse.Silence
            : Judge(request, template, reading, enforces: false);
    }

    private LabelAdmissionResponse? ExemptRequester(PodRequest request) =>
        request.Namespace.Length > 0 && options.ExemptNamespaces.Contains(request.Namespace)
            ? LabelAdmissionResponse.Audited(Exempt, "namespace")
        : request.User.Length > 0 && options.ExemptUsers.Contains(request.User) ? LabelAdmissionResponse.Audited(Exempt, "user")
        : null;

    private LabelAdmissionResponse Judge(PodRequest request, Pod pod, LabelReading reading, bool enforces)
    {
        if (options.Exempts(pod))
        {
            return LabelAdmissionResponse.Audited(Exempt, "runtimeClass");
        }
        var (policy, review) = (reading.Policy, StandardReview.Of(pod));
        var annotations = new Dictionary<string, string>();
        if (reading.Errors.Count > 0)
        {
            annotations["error"] = $"Failed to parse policy: {FieldError.Join(reading.Errors)}";
        }
        if (enforces)
        {
            annotations[EnforcePolicy] = policy.Enforce.ToString();
        }
        if (Violation(review, policy.Audit) is { } audited)
        {
            annotations["audit-violations"] = $"would violate {audited}";
        }
        if (enforces && Violation(review, policy.Enforce) is { } refused)
        {
            var name = request.Name.Length == 0 ? "pods" : $"pods {GoValue.Quote(request.Name)}";
            return LabelAdmissionResponse.Refused(403, "Forbidden", $"{name} is forbidden: violates {refused}") with
            {
                AuditAnnotations = annotations,
            };
        }
        var warnings = Violation(review, policy.Warn) is { } warned ? [$"would violate {warned}"] : Array.Empty<string>();
        return LabelAdmissionResponse.Warning(warnings) with { AuditAnnotations = annotations };
    }

    /// <summary>What the pod violates of the level, in the words of all modes; null when it meets it.</summary>
    private static string? Violation(StandardReview review, LevelVersion demanded)
    {
        var violations = review.Violations(demanded.Level, demanded.Version);
        return violations.Count == 0 ? null : $"PodSecurity {GoValue.Quote(demanded.ToString())}: {StandardReview.Describe(violations)}";
    }

    private static string NotFound(PodRequest request) => $"namespaces {GoValue.Quote(request.Namespace)} not found";

    private static Dictionary<string, string> Error(string text) => new() { ["error"] = text };
}
