using PodSecurity.Api;
using PodSecurity.Conversion.Cel;

namespace PodSecurity.Conversion.Fields;

/// <summary>
/// The policy's annotations about seccomp: which profiles may be set (* for any; without a list none), and the one that pods get. Since
/// Kubernetes 1.27 a pod sets its profile by fields alone, and only they are asked: an annotation would promise what nobody keeps.
/// </summary>
internal sealed class SeccompField : IPolicyField
{
    private const string Name = "seccompProfile";

    public IEnumerable<Demand> Demands(PodSecurityPolicy policy)
    {
        var (allowed, preset) = (AllowedProfiles(policy), Preset(policy));
        if (allowed?.Contains("*") == true && preset.Length == 0)
        {
            return [];
        }
        CelBool field = PodTerms.PodContext.LacksOr(Name, Allows(PodTerms.PodContext, allowed));
        CelBool given = PodTerms.PodContext.HasAnd(Name, Allows(PodTerms.PodContext, allowed));
        var refusal = allowed is null ? "seccomp may not be set"
            : $"the profile is not an allowed seccomp profile. Valid values are {string.Join(',', allowed)}";
        return
        [
            new($"spec.securityContext.seccompProfile: {refusal}", preset.Length == 0 && MayBeAbsent(allowed) ? field : given)
            {
                MetWithDefaults = (preset.Length == 0 ? MayBeAbsent(allowed) : Holds(allowed, preset)) ? field : given,
                Defaults = SeccompProfiles.FieldFor(preset) is { } profile
                    ? [new PodDefault(!PodTerms.PodContext.Has(Name), "securityContext", Name, Value(profile))]
                    : [],
            },
            new(
                ContainerText.Of(Name, refusal),
                PodTerms.Contexts.All("s", context => context.LacksOr(Name, Allows(context, allowed)))),
        ];
    }

    /// <summary>Profiles that no field can name are no profiles any more.</summary>
    public IEnumerable<AdmissionPolicyLoss> Losses(PodSecurityPolicy policy) =>
        from profile in (AllowedProfiles(policy) ?? []).Append(Preset(policy)).Distinct()
        where profile is not ("" or "*") && SeccompProfiles.FieldFor(profile) is null
        select AdmissionPolicyLoss.NotExpressible(
            policy.Name,
                $"metadata.annotations[{(Preset(policy) == profile ? PspAnnotations.SeccompDefault : PspAnnotations.SeccompAllowed)}]",
            $"The seccomp profile {profile} cannot be said with the fields of a pod, and annotations count no longer.",
            "Use runtime/default, unconfined or localhost/FILE.");

    /// <summary>Null without a list: nothing may be set.</summary>
    private static string[]? AllowedProfiles(PodSecurityPolicy policy) =>
        policy.Metadata.Annotations.TryGetValue(PspAnnotations.SeccompAllowed, out var list) ? list.Split(',') : null;

    private static string Preset(PodSecurityPolicy policy) =>
        policy.Metadata.Annotations.GetValueOrDefault(PspAnnotations.SeccompDefault) ?? "";

    private static bool MayBeAbsent(string[]? allowed) => allowed is null || Holds(allowed, "");

    // docker/default is the old name of runtime/default.
    private static bool Holds(string[]? allowed, string profile) => allowed?.Any(entry => entry == "*" || entry == profile
        || (entry == SeccompProfiles.DockerDefault && profile == SeccompProfiles.RuntimeDefault)
        || (entry == SeccompProfiles.RuntimeDefault && profile == SeccompProfiles.DockerDefault)) == true;

    private static CelBool Allows(CelObject context, string[]? allowed)
    {
        if (allowed is null || allowed.Contains("*"))
        {
            return allowed is not null;
        }
        var profile = context.Object(Name);
        var fields = allowed.Select(SeccompProfiles.FieldFor).OfType<SeccompProfile>().Distinct().ToList();
        var files = fields.Select(field => field.LocalhostProfile).OfType<string>().ToList();
        return profile.String("type").IsIn([.. fields.Where(field => field.LocalhostProfile is null).Select(field => field.Type)])
            | (files.Count == 0
                ? CelBool.False
                : profile.String("type").Is("Localhost") & profile.HasAnd(
                    "localhostProfile", profile.String("localhostProfile").IsIn(files)));
    }

    private static CelObject Value(SeccompProfile profile) => CelMap.Of(
        new[] { ("type", (string?)profile.Type), ("localhostProfile", profile.LocalhostProfile) }
            .Where(part => part.Item2 is not null).Select(part => (part.Item1, CelString.Literal(part.Item2!))));
}
