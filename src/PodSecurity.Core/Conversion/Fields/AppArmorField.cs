using PodSecurity.Api;
using PodSecurity.Conversion.Cel;

namespace PodSecurity.Conversion.Fields;

/// <summary>
/// The policy's annotations about AppArmor: which profiles containers must name (without a list any or none), and the one that they get.
/// Since Kubernetes 1.30 a field names the profile too, and the server keeps field and annotation in step; either counts.
/// </summary>
internal sealed class AppArmorField : IPolicyField
{
    public IEnumerable<Demand> Demands(PodSecurityPolicy policy)
    {
        policy.Metadata.Annotations.TryGetValue(PspAnnotations.AppArmorAllowed, out var list);
        var preset = policy.Metadata.Annotations.GetValueOrDefault(PspAnnotations.AppArmorDefault) ?? "";
        if (list is null && preset.Length == 0)
        {
            return [];
        }
        string[]? allowed = list is null ? null : [.. list.Split(',').Where(profile => profile.Length > 0).Distinct()];
        var mayBeAbsent = preset.Length == 0 ? allowed is null : allowed?.Contains(preset) ?? true;
        return
        [
            new(
                list is null
                    ? "metadata.annotations: AppArmor profile must be set"
                    : $"metadata.annotations: the AppArmor profile is not an allowed profile. Allowed values: {list}",
                PodTerms.AppArmorProfiles.All("a", profile => allowed is null ? profile.IsNot("") : profile.IsIn(allowed)))
            {
                MetWithDefaults = PodTerms.AppArmorProfiles.All(
                    "a", profile => allowed is null ? CelBool.True : profile.IsIn(mayBeAbsent ? [.. allowed, ""] : allowed)),
                Defaults = FieldFor(preset) is { } profile
                    ? [new ContainerDefault(container => container.AppArmorProfile.Is(""), "appArmorProfile", _ => profile)]
                    : [],
            },
        ];
    }

    /// <summary>The field that says the same as an annotation; null when there is none.</summary>
    private static CelObject? FieldFor(string annotation) => SeccompProfiles.FieldFor(annotation) is not { } profile
        || annotation == SeccompProfiles.DockerDefault
        ? null
        : CelMap.Of(new[] { ("type", (string?)profile.Type), ("localhostProfile", profile.LocalhostProfile) }
            .Where(part => part.Item2 is not null).Select(part => (part.Item1, CelString.Literal(part.Item2!))));
}
