using PodSecurity.Api;

namespace PodSecurity.Validation.Warnings;

/// <summary>What a policy writes into pods.</summary>
internal static class ChangeWarnings
{
    public static IEnumerable<Remark> PodsChanged(PodSecurityPolicy policy)
    {
        var fields = FilledIn(policy).ToArray();
        return Remark.When(fields.Length > 0, "spec",
            $"Where a pod leaves them open, the policy fills in {string.Join(", ", fields)}. For such a pod, a policy that changes nothing "
            + "goes first.");
    }

    private static IEnumerable<string> FilledIn(PodSecurityPolicy policy)
    {
        var (spec, annotations) = (policy.Spec, policy.Metadata.Annotations);
        (string Field, bool IsFilledIn)[] fields =
        [
            ("capabilities", spec.DefaultAddCapabilities is { Count: > 0 } || spec.RequiredDropCapabilities is { Count: > 0 }),
            ("allowPrivilegeEscalation", spec.AllowPrivilegeEscalation == false || spec.DefaultAllowPrivilegeEscalation is not null),
            ("runAsUser", spec.RunAsUser is { Rule: StrategyNames.MustRunAs }),
            ("runAsNonRoot", spec.RunAsUser is { Rule: StrategyNames.MustRunAsNonRoot }),
            ("runAsGroup", spec.RunAsGroup is { Rule: StrategyNames.MustRunAs }),
            ("supplementalGroups", spec.SupplementalGroups is { Rule: StrategyNames.MustRunAs }),
            ("fsGroup", spec.FSGroup is { Rule: StrategyNames.MustRunAs }),
            ("seLinuxOptions", spec.SELinux is { Rule: StrategyNames.MustRunAs }),
            ("readOnlyRootFilesystem", spec.ReadOnlyRootFilesystem),
            ("runtimeClassName", spec.RuntimeClass?.DefaultRuntimeClassName is not null),
            ("the seccomp profile", annotations?.ContainsKey(PspAnnotations.SeccompDefault) is true),
            ("the AppArmor profile", annotations?.ContainsKey(PspAnnotations.AppArmorDefault) is true),
        ];
        return fields.Where(item => item.IsFilledIn).Select(item => item.Field);
    }
}
