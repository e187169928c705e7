using PodSecurity.Validation.Rules;
using PodSecurity.Validation.Warnings;

namespace PodSecurity.Validation;

/// <summary>Judges a policy as the API server of Kubernetes 1.20 does when it is created.</summary>
/// <remarks>
/// Like the server's REST path, not only its validation function: <c>metadata.namespace</c> and <c>metadata.clusterName</c> are
/// cleared and <c>spec.allowedProcMountTypes</c> is dropped (the feature is off by default) before validation, so none of them is
/// an error. Where the server walks a map in random order (labels, annotations) the keys are taken in ordinal order.
/// </remarks>
public static class PspValidator
{
    /// <summary>The codes of all warnings that there are.</summary>
    public static IReadOnlyList<string> WarningCodes { get; } = [.. WarningCatalog.Rules.Select(rule => rule.Code)];

    /// <summary>The server's errors and our warnings. Never throws for the content of a policy.</summary>
    public static PspValidationResult Validate(PodSecurityPolicy policy) => new()
    {
        Name = policy.Name,
        Source = policy.Source,
        Errors = [.. Errors(policy)],
        Warnings = [.. WarningCatalog.Check(policy)],
    };

    private static IEnumerable<FieldError> Errors(PodSecurityPolicy policy) =>
    [
        .. MetadataRules.Check(policy.Metadata),
        .. ProfileAnnotationRules.Check(policy.Metadata.Annotations),
        .. IdentityRules.Check(policy.Spec),
        .. VolumeTypeRules.Check(policy.Spec),
        .. CapabilityRules.Check(policy.Spec),
        .. PrivilegeEscalationRules.Check(policy.Spec),
        .. HostPathRules.Check(policy.Spec),
        .. DriverRules.Check(policy.Spec),
        .. SysctlRules.Check(policy.Spec),
        .. RuntimeClassRules.Check(policy.Spec.RuntimeClass),
    ];
}
