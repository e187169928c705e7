using PodSecurity.Admission;

namespace PodSecurity.Core.Tests.Admission.Strategies;

public sealed class StrategyCatalogTests
{
    [Theory]
    [InlineData("""{"runAsUser": {"rule": "MustRunAs"}}""", "MustRunAs requires at least one range")]
    [InlineData("""{"runAsUser": null}""", "Unrecognized RunAsUser strategy type ")]
    [InlineData("""{"runAsGroup": {"rule": "Never"}}""", "Unrecognized RunAsGroup strategy type Never")]
    [InlineData("""{"fsGroup": {"rule": "MayRunAs", "ranges": []}}""", "ranges must be supplied for MayRunAs")]
    [InlineData("""{"supplementalGroups": {"rule": "MustRunAs"}}""", "ranges must be supplied for MustRunAs")]
    [InlineData("""{"seLinux": {"rule": "MustRunAs"}}""", "MustRunAs requires SELinuxOptions")]
    [InlineData("""{"seLinux": {"rule": "runasany"}}""", "Unrecognized SELinuxContext strategy type runasany")]
    public void A_policy_whose_strategy_cannot_be_built_admits_nothing(string spec, string reason)
    {
        var policy = Given.Policy(spec);
        Assert.Equal(reason, new PspAdmission([policy]).UnusablePolicies["psp"]);
        Assert.Equal(
            "pods \"p\" is forbidden: PodSecurityPolicy: no providers available to validate pod request",
            Given.Pod().Decide(policy).Message);
    }
}
