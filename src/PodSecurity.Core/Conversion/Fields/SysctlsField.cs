using PodSecurity.Conversion.Cel;
using PodSecurity.Releases;

namespace PodSecurity.Conversion.Fields;

/// <summary>
/// spec.forbiddenSysctls and spec.allowedUnsafeSysctls. Kubernetes 1.25 and later accept slashes in names, by which a name could pass
/// patterns with dots: servers with PodSecurityPolicies accepted none, so none is accepted.
/// </summary>
internal sealed class SysctlsField : IPolicyField
{
    public IEnumerable<Demand> Demands(PodSecurityPolicy policy)
    {
        var forbidden = policy.Spec.ForbiddenSysctls;
        string[] allowed = [.. SafeSysctls.Of(KubernetesRelease.Default), .. policy.Spec.AllowedUnsafeSysctls];
        var sysctls = PodTerms.PodContext.List<CelObject>("sysctls");
        return
        [
            .. forbidden.Count == 0 ? [] : new[] { Demand("sysctl is not allowed", name => !Matches(name, forbidden)) },
            Demand("unsafe sysctl is not allowed", name => Matches(name, allowed) & HasNoSlash(name, allowed)),
        ];

        Demand Demand(string refusal, Func<CelString, CelBool> condition) => new(
            $"spec.securityContext.sysctls: {refusal}",
            PodTerms.PodContext.LacksOr("sysctls", sysctls.All("x", sysctl => condition(sysctl.String("name")))));
    }

    // Names that are written out have none.
    private static CelBool HasNoSlash(CelString name, IEnumerable<string> allowed) =>
        allowed.Any(pattern => pattern.EndsWith('*')) ? !name.Contains("/") : CelBool.True;

    private static CelBool Matches(CelString name, IEnumerable<string> patterns)
    {
        var byForm = patterns.Distinct().ToLookup(pattern => pattern.EndsWith('*'));
        return name.IsIn([.. byForm[false]]) | CelBool.Any(byForm[true].Select(pattern => name.StartsWith(pattern[..^1])));
    }
}
