namespace PodSecurity.Validation.Rules;

internal static class PrivilegeEscalationRules
{
    public static IEnumerable<FieldError> Check(PodSecurityPolicySpec spec)
    {
        if (spec is { DefaultAllowPrivilegeEscalation: true, AllowPrivilegeEscalation: false })
        {
            yield return FieldError.Invalid("spec.defaultAllowPrivilegeEscalation", true,
                "Cannot set DefaultAllowPrivilegeEscalation to true without also setting AllowPrivilegeEscalation to true");
        }
    }
}
