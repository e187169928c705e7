using PodSecurity.Api;
using PodSecurity.Conversion.Cel;

namespace PodSecurity.Conversion.Fields;

/// <summary>
/// spec.volumes: types of volumes. What the server itself projects for a service account is allowed to whoever may use secrets. Types that
/// are younger than PodSecurityPolicies need the *.
/// </summary>
internal sealed class VolumesField : IPolicyField
{
    public IEnumerable<Demand> Demands(PodSecurityPolicy policy)
    {
        var types = policy.Spec.Volumes;
        return types.Contains(VolumeTypes.Any) ? [] :
        [
            new("spec.volumes: volumes of this type are not allowed to be used", PodTerms.Volumes.All("v", volume =>
                CelBool.Any(VolumeTypes.AsDeclared.Where(types.Contains).Select(type => volume.Has(VolumeTypes.FieldOf(type))))
                | (types.Contains(VolumeTypes.Secret) && !types.Contains(VolumeTypes.Projected) ? IsToken(volume) : CelBool.False))),
        ];
    }

    private static CelBool IsToken(CelObject volume) => volume.HasAnd(
        VolumeTypes.Projected,
        volume.Object(VolumeTypes.Projected).LacksOr(
            "sources", volume.Object(VolumeTypes.Projected).List<CelObject>("sources").All("p", IsTokenSource)));

    private static CelBool IsTokenSource(CelObject source)
    {
        var (token, certificate, downward) = (
            source.Object("serviceAccountToken"), source.Object(VolumeTypes.ConfigMap), source.Object(VolumeTypes.DownwardAPI));
        return source.HasAnd(
            "serviceAccountToken", token.String("path").Is("token") & token.LacksOr("audience", token.String("audience").Is("")))
            | source.HasAnd(VolumeTypes.ConfigMap, certificate.HasAnd("name", certificate.String("name").Is("kube-root-ca.crt")))
            | source.HasAnd(VolumeTypes.DownwardAPI, downward.LacksOr("items", downward.List<CelObject>("items").All("i", IsNamespace)));
    }

    private static CelBool IsNamespace(CelObject item) => item.String("path").Is("namespace")
        & item.HasAnd("fieldRef", item.Object("fieldRef").String("fieldPath").Is("metadata.namespace"));
}
