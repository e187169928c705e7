using System.Text.Json.Nodes;
using static PodSecurity.Testing.Clusters.Dice;

namespace PodSecurity.Cluster.Tests.Differential;

/// <summary>
/// Changes a policy so that the server may refuse it: each time in one of the ways that it looks for, or just beside one.
/// </summary>
internal sealed class PolicyDamage(Dice dice)
{
    private static readonly string Long = new('a', 254);

    public void Apply(JsonObject policy)
    {
        var (metadata, spec) = (policy["metadata"]!.AsObject(), policy["spec"]!.AsObject());
        switch (dice.Number(1, 20))
        {
            case 1:
                metadata["name"] = dice.Pick<string?>("Gen", "gen_a", "-gen", "gen.", "gen..a", null, Long, Long[..253]);
                break;
            case 2:
                metadata["labels"] = Fields(
                    (dice.Pick("app", "a/b/c", "", "Example.com/app", "example.com/"), dice.Pick(
                        "web", "-web", "a b", Long[..64], Long[..63])));
                break;
            case 3:
                SetAnnotation(metadata, dice.Pick("a b", "a/b/c", "note", "Example.com/NOTE"), "text");
                break;
            case 4:
                SetAnnotation(
                    metadata, dice.Pick(Words.SeccompDefault, Words.SeccompAllowed), dice.Pick(
                        "", "*", "wild", "localhost/", "localhost/../a", "localhost//a", "localhost/a,*", "runtime/default, unconfined",
                            "docker/default,"));
                break;
            case 5:
                SetAnnotation(
                    metadata, dice.Pick(Words.AppArmorDefault, Words.AppArmorAllowed), dice.Pick(
                        "", "*", "wild", "localhost/", "runtime/default,wild", "unconfined", "runtime/default,"));
                break;
            case 6:
                DamageRule(spec, "runAsUser", "MayRunAs");
                break;
            case 7:
                DamageRule(spec, dice.Pick("runAsGroup", "fsGroup", "supplementalGroups"), "MustRunAsNonRoot");
                break;
            case 8:
                spec["seLinux"] = Fields(
                    ("rule", dice.Pick("", "MustRunAs", "mustRunAs", "MayRunAs")),
                        ("seLinuxOptions", dice.Maybe(0.5, () => Fields(("level", "wild")))));
                break;
            case 9:
                spec["volumes"] = Strings(dice.Some(1, "*", "floppy", "", "hostpath", "cephFS", "cephfs", "ephemeral", "none"));
                break;
            case 10:
                spec["allowedCapabilities"] = Strings(dice.Some(1, "*", "ALL", "KILL", "", "wild"));
                spec["requiredDropCapabilities"] = Strings(dice.Some(1, "*", "ALL", "KILL", "CAP_KILL"));
                break;
            case 11:
                spec["defaultAddCapabilities"] = Strings(dice.Some(1, "*", "ALL", "KILL"));
                spec["requiredDropCapabilities"] = Strings(dice.Some(1, "*", "ALL", "KILL", "KILL"));
                break;
            case 12:
                (spec["defaultAllowPrivilegeEscalation"], spec["allowPrivilegeEscalation"]) = (dice.Chance(0.8), dice.Chance(0.3));
                break;
            case 13:
                spec["hostPorts"] = new JsonArray(Range(dice.Pick(-1, 0, 80, 65536), dice.Pick(-1, 0, 79, 80, 65535, 65536)));
                break;
            case 14:
                spec["allowedHostPaths"] = new JsonArray(
                    [.. dice.Some(1, "", "etc", "/a/../b", "/..", "..", "/a..b", "/").Select(path => Fields(("pathPrefix", path)))]);
                break;
            case 15:
                spec["allowedFlexVolumes"] = new JsonArray(
                    [.. dice.Some(1, "", "a/b", "a/b/c", "A").Select(driver => Fields(("driver", driver)))]);
                break;
            case 16:
                spec["allowedCSIDrivers"] = new JsonArray(
                    [.. dice.Some(1, "", "csi.a", "CSI.B", "-a", "a b", Long, Long[..63], Long[..64]).Select(
                        name => Fields(("name", name)))]);
                break;
            case 17:
                spec["allowedUnsafeSysctls"] = Strings(dice.Some(1, Sysctls));
                break;
            case 18:
                spec["forbiddenSysctls"] = Strings(dice.Some(1, Sysctls));
                break;
            case 19:
                spec["allowedProcMountTypes"] = Strings(dice.Some(1, "Default", "Unmasked", "wild"));
                break;
            default:
                spec["runtimeClass"] = Fields(
                    ("allowedRuntimeClassNames", Strings(dice.Some(0, "*", "gvisor", "", "Wild", "a_b", "gvisor."))),
                    ("defaultRuntimeClassName", dice.Maybe(0.6, () => dice.Pick("", "gvisor", "kata", "Wild"))));
                break;
        }
    }

    private static string[] Sysctls =>
        ["*", "kernel.*", "kernel.msg*", "net.core.somaxconn", "kernel", "", "a*b", "Kernel.msgmax", "kernel..a", "net.*", "kernel.-a",
            "a.b_c-d", "*.a"];

    private void DamageRule(JsonObject spec, string field, string foreign) => spec[field] = Fields(
        ("rule", dice.Pick("", "mustRunAs", foreign, "MustRunAs", "MayRunAs", "RunAsAny")),
        ("ranges", dice.Maybe(
            0.8, () => dice.List(0, 2, _ => Range(dice.Pick(-1L, 0, 5, 2147483648), dice.Pick(-1L, 0, 4, 5, 2147483647, 2147483648))))));

    private static void SetAnnotation(JsonObject metadata, string key, string value)
    {
        if (metadata["annotations"] is not JsonObject annotations)
        {
            metadata["annotations"] = annotations = [];
        }

        annotations[key] = value;
    }

    private static JsonObject Range(long min, long max) => Fields(("min", min), ("max", max));
}
