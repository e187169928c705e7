using PodSecurity.Api;

namespace PodSecurity.Core.Tests.Admission.Strategies;

public sealed class AppArmorStrategyTests
{
    private const string AppArmorKey = "container.apparmor.security.beta.kubernetes.io/c";

    [Theory]
    [InlineData(null, null, "anything", "")]
    [InlineData("runtime/default", null, null, "Denied: A: Forbidden: AppArmor profile must be set")]
    [InlineData("", null, null, "Denied: A: Forbidden: AppArmor profile must be set")]
    [InlineData("runtime/default", null, "localhost/\u0001",
        "Denied: A: Forbidden: localhost/\u0001 is not an allowed profile. Allowed values: \"runtime/default\"")]
    [InlineData("runtime/default", "runtime/default", null,
        "/metadata/annotations/container.apparmor.security.beta.kubernetes.io~1c: (none) -> runtime/default")]
    [InlineData(null, "runtime/default", "",
        "/metadata/annotations/container.apparmor.security.beta.kubernetes.io~1c:  -> runtime/default")]
    [InlineData("*", null, "unconfined", "Denied: A: Forbidden: unconfined is not an allowed profile. Allowed values: \"*\"")]
    public void AppArmor(string? allowed, string? byDefault, string? annotation, string answer)
    {
        if (annotation == "anything")
        {
            annotation = "localhost/anything";
        }
        var policy = Given.Policy(annotations: Given.Annotations(
            (PspAnnotations.SeccompAllowed, "*"), (PspAnnotations.AppArmorAllowed, allowed), (PspAnnotations.AppArmorDefault, byDefault)));
        Assert.Equal(
            answer.Replace("A:", $"pod.metadata.annotations[{AppArmorKey}]:"), Given.Pod(
                annotations: Given.Annotations((AppArmorKey, annotation))).Answer(policy));
    }
}
