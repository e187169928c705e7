using PodSecurity.Api;

namespace PodSecurity.Admission.Strategies;

/// <summary>
/// Kernel parameters. Patterns end in *.
/// <para>Restricted: spec.securityContext.sysctls[*].name.</para>
/// <para>Allowed: the safe ones and those of spec.allowedUnsafeSysctls, unless spec.forbiddenSysctls covers them.</para>
/// <para>Source: sysctl/mustmatchpatterns.go in pkg/security/podsecuritypolicy.</para>
/// </summary>
internal sealed class SysctlsStrategy(PodSecurityPolicySpec policy, string[] safe) : Strategy
{
    private readonly string[] _forbidden = [.. policy.ForbiddenSysctls];
    private readonly string[] _allowedUnsafe = [.. policy.AllowedUnsafeSysctls];

    public override void ValidatePod(in EffectivePod pod, PolicyRun run)
    {
        if (pod.Pod.SecurityContext?.Sysctls is not { } sysctls)
        {
            return;
        }
        for (var i = 0; i < sysctls.Count; i++)
        {
            var name = sysctls[i].Name;
            if (Matches(_forbidden, name))
            {
                run.Refuse(run.Collecting ? NotAllowed(i, name, "", $"remove what covers {name} from spec.forbiddenSysctls") : null);
            }
            else if (Array.IndexOf(safe, name) < 0 && !Matches(_allowedUnsafe, name))
            {
                run.Refuse(run.Collecting ? NotAllowed(i, name, "unsafe ", $"add {name} to spec.allowedUnsafeSysctls") : null);
            }
        }
    }

    private static Refusal NotAllowed(int index, string name, string adjective, string policyFix) => new(
        FieldError.Forbidden($"pod.spec.securityContext.sysctls[{index}]", $"{adjective}sysctl {GoValue.Quote(name)} is not allowed"),
        new(at => $"remove {name} from {at}spec.securityContext.sysctls", policyFix));

    private static bool Matches(string[] patterns, string name)
    {
        foreach (var pattern in patterns)
        {
            if (pattern.EndsWith('*') ? name.AsSpan().StartsWith(
                pattern.AsSpan(0, pattern.Length - 1), StringComparison.Ordinal) : name == pattern)
            {
                return true;
            }
        }
        return false;
    }
}
