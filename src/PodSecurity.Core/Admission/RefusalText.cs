using PodSecurity.Api;
using PodSecurity.Releases;

namespace PodSecurity.Admission;

/// <summary>The words around the violations in which a release refuses a pod.</summary>
internal static class RefusalText
{
    public static string Of(KubernetesRelease release, in PolicyChoice choice, string podName, IEnumerable<FieldError> errors)
    {
        var namesPlugin = release.Has(ReleaseFeatures.PluginInRefusals);
        var cause = choice.WithoutProviders ? "no providers available to validate pod request"
            : $"{Failure(namesPlugin, choice.Validating)}: [{string.Join(' ', errors.Select(error => error.Message))}]";
        return $"pods {GoValue.Quote(podName)} is forbidden: {(namesPlugin ? "PodSecurityPolicy: " : "")}{cause}";
    }

    private static string Failure(bool namesPlugin, bool validating) =>
        !namesPlugin ? "unable to validate against any pod security policy"
        : validating ? "unable to validate pod"
        : "unable to admit pod";
}
