using PodSecurity.Api;

namespace PodSecurity.Admission.Rules;

/// <summary>Sysctls: forbidden ones first, then the safe ones, then those that the policy allows. Patterns end in *.</summary>
internal sealed class SysctlsStrategy(PodSecurityPolicySpec policy) : PolicyRule
{
    /// <summary>The sysctls that need no permission, only no prohibition.</summary>
    internal static readonly string[] Safe =
        ["kernel.shm_rmid_forced", "net.ipv4.ip_local_port_range", "net.ipv4.tcp_syncookies", "net.ipv4.ping_group_range"];

    private readonly string[] _forbidden = [.. policy.ForbiddenSysctls ?? []];
    private readonly string[] _allowedUnsafe = [.. policy.AllowedUnsafeSysctls ?? []];

    public override void ValidatePod(in EffectivePod pod, PolicyRun run)
    {
        if (pod.Pod.SecurityContext?.Sysctls is not { } sysctls)
            return;
        for (var i = 0; i < sysctls.Count; i++)
        {
            var name = sysctls[i].Name;
            var forbidden = Matches(_forbidden, name);
            if ((forbidden || !(Safe.Contains(name) || Matches(_allowedUnsafe, name))) && run.Refuse())
            {
                run.Report(FieldError.Forbidden(
                    $"pod.spec.securityContext.sysctls[{i}]",
                    $"{(forbidden ? "" : "unsafe ")}sysctl {GoValue.Quote(name)} is not allowed"));
            }
        }
    }

    public override Fix Fix(FieldError error)
    {
        var name = error.Detail.Split('"')[1];
        return new(
            $"remove {name} from spec.securityContext.sysctls",
            error.Detail.StartsWith("unsafe", StringComparison.Ordinal)
                ? $"add {name} to spec.allowedUnsafeSysctls"
                : $"remove what covers {name} from spec.forbiddenSysctls");
    }

    private static bool Matches(string[] patterns, string name)
    {
        foreach (var pattern in patterns)
        {
            if (pattern.EndsWith('*') ? name.AsSpan().StartsWith(pattern.AsSpan(0, pattern.Length - 1), StringComparison.Ordinal) : name == pattern)
                return true;
        }

        return false;
    }
}
