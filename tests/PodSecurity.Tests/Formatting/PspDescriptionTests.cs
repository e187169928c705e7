using PodSecurity.Eks;
using PodSecurity.Formatting;
using PodSecurity.Presets;

namespace PodSecurity.Tests.Formatting;

public sealed class PspDescriptionTests
{
    /// <summary>The published output of <c>kubectl describe psp eks.privileged</c>, and what it leaves out.</summary>
    private const string EksPrivileged = """
        Name:  eks.privileged

        Settings:
          Allow Privileged:                       true
          Allow Privilege Escalation:             true
          Default Add Capabilities:               <none>
          Required Drop Capabilities:             <none>
          Allowed Capabilities:                   *
          Allowed Volume Types:                   *
          Allow Host Network:                     true
          Allow Host Ports:                       0-65535
          Allow Host PID:                         true
          Allow Host IPC:                         true
          Read Only Root Filesystem:              false
          SELinux Context Strategy: RunAsAny
            User:                                 <none>
            Role:                                 <none>
            Type:                                 <none>
            Level:                                <none>
          Run As User Strategy: RunAsAny
            Ranges:                               <none>
          FSGroup Strategy: RunAsAny
            Ranges:                               <none>
          Supplemental Groups Strategy: RunAsAny
            Ranges:                               <none>

        Settings that kubectl does not show:
          Allowed Seccomp Profiles:  *

        """;

    [Fact]
    public void The_EKS_default_reads_as_in_kubectl() =>
        Assert.Equal(EksPrivileged.ReplaceLineEndings("\n"), PspDescription.Of(EksDefault.Policy()).ToString());

    [Fact]
    public void Optional_fields_appear_when_they_are_set()
    {
        var policy = new PodSecurityPolicy
        {
            Metadata = new() { Name = "all" },
            Spec = new()
            {
                AllowedFlexVolumes = [new() { Driver = "a/b" }],
                AllowedCSIDrivers = [new() { Name = "one" }, new() { Name = "two" }],
                AllowedUnsafeSysctls = ["net.*"],
                ForbiddenSysctls = ["kernel.*"],
                RunAsUser = new() { Rule = "MustRunAs", Ranges = [new() { Min = 1, Max = 1 }, new() { Min = 3, Max = 4 }] },
                SupplementalGroups = new() { Rule = "RunAsAny" },
                RunAsGroup = new() { Rule = "MayRunAs", Ranges = [new() { Min = 5, Max = 6 }] },
                SELinux = new() { Rule = "MustRunAs", SELinuxOptions = new() { Level = "s0" } },
                AllowedHostPaths = [new() { PathPrefix = "/var/log", ReadOnly = true }, new() { PathPrefix = "/data" }],
                RuntimeClass = new() { AllowedRuntimeClassNames = ["gvisor"] },
                DefaultAllowPrivilegeEscalation = false,
                AllowedProcMountTypes = ["Default"],
            },
        };

        var lines = PspDescription.Of(policy).ToString().Split('\n');

        foreach (var expected in new[]
        {
            "  Allow Privilege Escalation:             <unset>",
            "  Allowed FlexVolume Types:               driver=a/b",
            "  Allowed CSI Drivers:                    driver=one,driver=two",
            "  Allowed Unsafe Sysctls:                 net.*",
            "  Forbidden Sysctls:                      kernel.*",
            "  Allow Host Ports:                       <none>",
            "  SELinux Context Strategy: MustRunAs",
            "    Level:                                s0",
            "    Ranges:                               1-1,3-4",
            "  FSGroup Strategy:",
        })
        {
            Assert.Contains(expected, lines);
        }
        Assert.Equal(
            [
                "  Run As Group Strategy: MayRunAs", "    Ranges: 5-6", "  Default Allow Privilege Escalation: false",
                "  Allowed Host Paths: /var/log (ro),/data", "  Allowed Proc Mount Types: Default", "  Allowed Runtime Classes: gvisor",
                "  Default Runtime Class: <none>",
            ],
            PspDescription.Of(policy).MoreSettings.Select(line => line.ToString()));
    }

    [Fact]
    public void A_row_holds_the_columns_of_kubectl_get()
    {
        Assert.Equal(
            new PspRow("eks.privileged", "true", "*", "RunAsAny", "RunAsAny", "RunAsAny", "RunAsAny", "false", "*"),
            PspRow.Of(EksDefault.Policy()));
        Assert.Equal(
            new PspRow(
                "restricted", "false", "", "RunAsAny", "MustRunAsNonRoot", "MustRunAs", "MustRunAs", "false",
                "configMap,downwardAPI,emptyDir,persistentVolumeClaim,projected,secret"),
            PspRow.Of(RestrictivePsp.FromPreset(PspPreset.Restricted)));
    }
}
