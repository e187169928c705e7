using PodSecurity.Validation.Rules;
using PodSecurity.Validation.Warnings;

namespace PodSecurity.Validation;

/// <summary>Judges a policy as the API server of a release of Kubernetes does when it is created.</summary>
/// <remarks>
/// Like the server's REST path, not only its validation function: <c>metadata.namespace</c> and <c>metadata.clusterName</c> are
/// cleared, and what the release has switched off (<c>spec.allowedProcMountTypes</c> in every one) is dropped before validation, so none
/// of that is an error. Where the server walks a map in random order (labels, annotations) the keys are taken in ordinal order.
/// </remarks>
public static class PspValidator
{
    /// <summary>The codes of all warnings that there are.</summary>
    public static IReadOnlyList<string> WarningCodes { get; } = [.. WarningCatalog.Rules.Select(rule => rule.Code)];

    /// <summary>The server's errors and our warnings. Never throws for the content of a policy.</summary>
    /// <param name="release">Null: <see cref="KubernetesRelease.Default"/>.</param>
    public static PspValidationResult Validate(PodSecurityPolicy policy, KubernetesRelease? release = null)
    {
        ArgumentNullException.ThrowIfNull(policy);
        release ??= KubernetesRelease.Default;
        return new()
        {
            Name = policy.Name,
            Source = policy.Source,
            KubernetesVersion = release.Name,
            Errors = [.. Errors(policy, release)],
            Warnings = [.. WarningCatalog.Check(policy, release)],
        };
    }

    /// <summary>Whether the server accepts the policy.</summary>
    public static bool Accepts(PodSecurityPolicy policy, KubernetesRelease release) => !Errors(policy, release).Any();

    private static IEnumerable<FieldError> Errors(PodSecurityPolicy policy, KubernetesRelease release) =>
        Found(policy, release).Select(error => NameWording.Of(release, error));

    private static IEnumerable<FieldError> Found(PodSecurityPolicy policy, KubernetesRelease release) =>
    [
        .. MetadataRules.Check(policy.Metadata),
        .. ProfileAnnotationRules.Check(policy.Metadata.Annotations),
        .. IdentityRules.Check(policy.Spec, release),
        .. VolumeTypeRules.Check(policy.Spec, release),
        .. CapabilityRules.Check(policy.Spec),
        .. PrivilegeEscalationRules.Check(policy.Spec),
        .. HostPathRules.Check(policy.Spec),
        .. DriverRules.Check(policy.Spec, release),
        .. SysctlRules.Check(policy.Spec),
        .. RuntimeClassRules.Check(policy.Spec.RuntimeClass, release),
    ];
}
