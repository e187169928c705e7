using PodSecurity.Admission;
using PodSecurity.Api;
using PodSecurity.Core.Tests.Admission;
using PodSecurity.Eks;
using PodSecurity.Presets;

namespace PodSecurity.Core.Tests.Presets;

/// <summary>
/// A switch that loosens a preset admits every pod that the preset admits, and some more; on the pods of the conformance cases.
/// </summary>
public sealed class LooseningTests
{
    // None of the generated pods is privileged and harmless otherwise.
    private static readonly Pod[] Pods =
    [
        .. ConformanceCase.ReadAll().Select(item => item.Workload.Pod),
        Documents.PodWithSpec("""{"containers":[{"name":"c","securityContext":{"privileged":true}}]}""").Pod,
    ];

    private static RestrictivePspOptions Baseline { get; } = new() { Name = "any", Preset = PspPreset.Baseline };

    public static TheoryData<string, RestrictivePspOptions> Loosenings => new()
    {
        { "AllowHostNetwork", Baseline with { AllowHostNetwork = true, HostPort = [HostPortRange.Parse("0-65535")] } },
        { "AllowHostPID", Baseline with { AllowHostPID = true } },
        { "AllowHostIPC", Baseline with { AllowHostIPC = true } },
        { "HostPort", Baseline with { HostPort = [HostPortRange.Parse("0-65535")] } },
        { "AllowPrivileged", Baseline with { AllowPrivileged = true } },
        { "AllowedCapability", Baseline with { AllowedCapability = ["*"] } },
        { "AllowedHostPath", Baseline with { AllowedHostPath = [AllowedHostPath.Parse("/var"), AllowedHostPath.Parse("/")] } },
        { "AllowedVolume", Baseline with { AllowedVolume = ["*"] } },
        { "AllowedUnsafeSysctl", Baseline with { AllowedUnsafeSysctl = ["*"] } },
        { "AllowRunAsRoot", Baseline with { Preset = PspPreset.Restricted, AllowRunAsRoot = true } },
        { "AllowPrivilegeEscalation", Baseline with { Preset = PspPreset.Restricted, AllowPrivilegeEscalation = true } },
        { "AllowedSeccompProfile", Baseline with { Preset = PspPreset.Restricted, AllowedSeccompProfile = ["*"] } },
        { "NoAppArmor", Baseline with { Preset = PspPreset.Restricted, NoAppArmor = true } },
    };

    [Theory]
    [MemberData(nameof(Loosenings))]
    public void Nothing_that_was_admitted_is_refused_and_something_more_is_admitted(string name, RestrictivePspOptions options)
    {
        Assert.NotEmpty(name);
        var before = Admitted(RestrictivePsp.FromPreset(options.Preset));
        var after = Admitted(RestrictivePsp.Build(options));

        Assert.NotEmpty(before);
        Assert.ProperSuperset(before, after);
    }

    [Fact]
    public void With_every_switch_a_policy_admits_what_the_EKS_default_admits()
    {
        var everything = RestrictivePsp.Build(new()
        {
            Name = "any",
            Preset = PspPreset.NoHostNetwork,
            AllowHostNetwork = true,
            AllowHostPID = true,
            AllowHostIPC = true,
            HostPort = [HostPortRange.Parse("0-65535")],
            AllowPrivileged = true,
            AllowedCapability = ["*"],
            AllowedSeccompProfile = ["*"],
        });
        Assert.Equal(Admitted(EksDefault.Policy()), Admitted(everything));
    }

    private static HashSet<Pod> Admitted(PodSecurityPolicy policy)
    {
        var admission = new PspAdmission([policy]);
        return [.. Pods.Where(pod => admission.Evaluate(pod, admission.All).Outcome == AdmissionOutcome.Allowed)];
    }
}
