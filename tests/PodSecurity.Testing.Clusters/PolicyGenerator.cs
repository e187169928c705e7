using System.Text.Json.Nodes;
using PodSecurity.Api;
using static PodSecurity.Testing.Clusters.Dice;

namespace PodSecurity.Testing.Clusters;

/// <summary>Policies of every strictness; nearly all are such that the server accepts them.</summary>
public sealed class PolicyGenerator(Dice dice)
{
    // Every field is strict this often; a policy that is strict everywhere would admit nothing.
    private double _strictness;

    public JsonObject Policy(string name)
    {
        _strictness = dice.Pick(0, 0.2, 0.5);
        return Fields(
            ("apiVersion", "policy/v1beta1"),
            ("kind", "PodSecurityPolicy"),
            ("metadata", Fields(("name", name), ("annotations", Annotations()))),
            ("spec", Spec()));
    }

    private bool Strict => dice.Chance(_strictness);

    private bool Open => !Strict;

    private JsonObject? Annotations()
    {
        var annotations = Fields(
            (Words.SeccompAllowed, Open ? dice.Maybe(0.9, () => "*") : Profiles(Words.SeccompProfiles)),
            (Words.SeccompDefault, dice.Maybe(0.2, () => dice.Pick(Words.SeccompProfiles))),
            (Words.AppArmorAllowed, Open ? null : Profiles(Words.AppArmorProfiles)),
            (Words.AppArmorDefault, dice.Maybe(0.2, () => dice.Pick(Words.AppArmorProfiles))));
        return annotations.Count == 0 ? null : annotations;
    }

    private JsonValue Profiles(string[] from) => JsonValue.Create(string.Join(',', dice.Some(1, from)));

    private JsonObject Spec()
    {
        var escalation = Open ? dice.Maybe(0.4, () => true) : false;
        var (add, drop, allowed) = Capabilities();
        return Fields(
            ("privileged", Open),
            ("allowPrivilegeEscalation", escalation),
            ("defaultAllowPrivilegeEscalation", dice.Maybe(0.2, () => escalation is null || (bool)escalation ? dice.Chance(0.5) : false)),
            ("defaultAddCapabilities", Optional(add)),
            ("requiredDropCapabilities", Optional(drop)),
            ("allowedCapabilities", Optional(allowed)),
            ("volumes", Volumes()),
            ("hostNetwork", Open),
            ("hostPID", Open),
            ("hostIPC", Open),
            ("hostPorts", Open ? new JsonArray(Range(0, 65535)) : dice.Maybe(0.7, () => dice.List(0, 3, _ => PortRange()))),
            ("seLinux", SELinux()),
            ("runAsUser", Rule("MustRunAs", "MustRunAsNonRoot")),
            ("runAsGroup", dice.Maybe(0.5, () => Rule("MustRunAs", "MayRunAs"))),
            ("supplementalGroups", Rule("MustRunAs", "MayRunAs")),
            ("fsGroup", Rule("MustRunAs", "MayRunAs")),
            ("readOnlyRootFilesystem", Strict),
            ("allowedHostPaths", Open ? null : dice.List(
                0, 3, _ => Fields(("pathPrefix", dice.Pick(Words.AllowedPaths)), ("readOnly", dice.Maybe(0.5, () => dice.Chance(0.7)))))),
            ("allowedFlexVolumes", Open ? null : dice.List(0, 2, _ => Fields(("driver", dice.Pick(Words.FlexDrivers))))),
            ("allowedCSIDrivers", Open ? null : dice.List(0, 2, _ => Fields(("name", dice.Pick(Words.CsiDrivers))))),
            ("allowedUnsafeSysctls", Open ? dice.Maybe(0.8, () => new JsonArray("*")) : Strings(dice.Some(0, Words.SysctlPatterns))),
            ("forbiddenSysctls", Open ? null : Strings(dice.Chance(0.1) ? ["*"] : dice.Some(0, Words.Sysctls))),
            ("allowedProcMountTypes", dice.Maybe(0.3, () => Strings(dice.Some(0, "Default", "Unmasked")))),
            ("runtimeClass", Open ? null : RuntimeClass()));
    }

    // The server refuses a capability that is both required to go and allowed or added.
    private (string[] Add, string[] Drop, string[] Allowed) Capabilities()
    {
        var drop = Strict ? dice.Some(0, Words.Capabilities) : [];
        var rest = Words.Capabilities.Except(drop).ToArray();
        return (dice.Chance(0.2) ? dice.Some(1, rest) : [], drop, Open ? ["*"] : dice.Some(0, rest));
    }

    private JsonArray? Optional(string[] values) => values.Length == 0 && dice.Chance(0.8) ? null : Strings(values);

    private JsonArray Volumes() =>
        Open ? new JsonArray("*") : Strings(dice.Some(3, [.. VolumeTypes.All]).Concat(dice.Chance(0.8) ? ["secret"] : []).Distinct());

    private JsonObject RuntimeClass()
    {
        var allowed = dice.Chance(0.2) ? ["*"] : dice.Some(0, Words.RuntimeClasses);
        var defaults = allowed is ["*"] ? Words.RuntimeClasses : allowed;
        return Fields(
            ("allowedRuntimeClassNames", Strings(allowed)),
            ("defaultRuntimeClassName", defaults.Length == 0 ? null : dice.Maybe(0.4, () => dice.Pick(defaults))));
    }

    private JsonObject SELinux() => Open
        ? Fields(("rule", "RunAsAny"))
        : Fields(("rule", "MustRunAs"), ("seLinuxOptions", PodGenerator.SELinuxOptions(dice)));

    private JsonObject Rule(params string[] strict)
    {
        if (Open)
        {
            return Fields(("rule", "RunAsAny"));
        }

        var rule = dice.Pick(strict);
        return Fields(("rule", rule), ("ranges", rule == "MustRunAsNonRoot" ? null : dice.List(1, 2, _ => IdRange())));
    }

    private JsonObject IdRange()
    {
        var (a, b) = (dice.Pick(Words.Ids), dice.Pick(Words.Ids));
        return Range(Math.Min(a, b), Math.Max(a, b));
    }

    private JsonObject PortRange()
    {
        var (a, b) = (dice.Pick(Words.Ports), dice.Pick(Words.Ports));
        return Range(Math.Min(a, b), Math.Max(a, b));
    }

    private static JsonObject Range(long min, long max) => Fields(("min", min), ("max", max));
}
