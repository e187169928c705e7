using System.Text.Json.Nodes;
using PodSecurity.Api;

namespace PodSecurity.Comparison.Aspects;

/// <summary>Seccomp and AppArmor profiles, which policies list in annotations.</summary>
internal static class ProfileAspects
{
    private static readonly string[] BuiltIn = [SeccompProfiles.RuntimeDefault, SeccompProfiles.Unconfined];

    public static IEnumerable<PodVariation> Seccomp(PodSecurityPolicy allowing, PodSecurityPolicy refusing) =>
        Profiles(PspAnnotations.SeccompAllowed, allowing, refusing, SetSeccomp);

    public static IEnumerable<PodVariation> AppArmor(PodSecurityPolicy allowing, PodSecurityPolicy refusing) =>
        Profiles(PspAnnotations.AppArmorAllowed, allowing, refusing, SetAppArmor);

    /// <summary>The server drops the ephemeral containers of a new pod, but not the annotations that a policy makes for them.</summary>
    public static IEnumerable<PodVariation> EphemeralContainers(PodSecurityPolicy allowing, PodSecurityPolicy refusing) =>
        string.IsNullOrEmpty(refusing.Metadata.Annotations.GetValueOrDefault(PspAnnotations.AppArmorDefault)) ? [] :
        [
            new(Field(PspAnnotations.AppArmorDefault), "new pods with an ephemeral container", pod =>
                pod.Spec().List("ephemeralContainers").Add(new JsonObject { ["name"] = "debugger", ["image"] = "busybox" })),
        ];

    private static IEnumerable<PodVariation> Profiles(
        string annotation, PodSecurityPolicy allowing, PodSecurityPolicy refusing, Action<JsonObject, string> set)
    {
        string[] named = [.. new[] { allowing, refusing }.SelectMany(policy => Listed(policy, annotation)).Concat(BuiltIn).Distinct()];
        var unlisted = UnlistedName.Beside(named, "localhost/example");
        var field = Field(annotation);
        return
        [
            PodVariation.Silence(field, "no profile"),
            .. named.Append(unlisted).Select(profile => new PodVariation(
                field, profile == unlisted ? $"any profile, such as {profile}" : profile, pod => set(pod, profile))),
        ];
    }

    private static string Field(string annotation) => $"metadata.annotations[{annotation}]";

    private static IEnumerable<string> Listed(PodSecurityPolicy policy, string annotation) =>
        policy.Metadata.Annotations.GetValueOrDefault(annotation, "").Split(',').Where(profile => profile is not ("" or "*"));

    private static void SetAppArmor(JsonObject pod, string profile) =>
        pod.Annotations()[ProfileAnnotations.ContainerAppArmorPrefix + ExamplePod.ContainerName] = profile;

    // The field, as people write it today; the old name of the default profile is known to the annotation alone.
    private static void SetSeccomp(JsonObject pod, string profile)
    {
        if (profile == SeccompProfiles.DockerDefault || SeccompProfiles.FieldFor(profile) is not { } field)
        {
            pod.Annotations()[ProfileAnnotations.PodSeccompKey] = profile;
            return;
        }
        var json = new JsonObject { ["type"] = field.Type };
        if (field.LocalhostProfile is { } path)
        {
            json["localhostProfile"] = path;
        }
        pod.PodContext()["seccompProfile"] = json;
    }
}
