using PodSecurity.Api;
using PodSecurity.Api.Decoding;
using PodSecurity.Validation;

namespace PodSecurity.Presets;

/// <summary>Builds a least-privilege policy: a preset, loosened by exactly what was asked for.</summary>
public static class RestrictivePsp
{
    /// <summary>
    /// A new policy of the preset, under the name it is known by (<c>restricted</c>, <c>baseline</c>, <c>eks.restrictive</c>).
    /// </summary>
    public static PodSecurityPolicy FromPreset(PspPreset preset) => ShippedObjects.Read(
        preset switch
        {
            PspPreset.Restricted => "restricted.json",
            PspPreset.Baseline => "baseline.json",
            PspPreset.NoHostNetwork => "no-host-network.json",
            _ => throw new ArgumentOutOfRangeException(nameof(preset), preset, "Unknown preset."),
        },
        KubernetesJson.Default.PodSecurityPolicy);

    /// <summary>A new policy, valid for the API server of Kubernetes 1.20.</summary>
    /// <exception cref="ArgumentException">Options contradict each other, or the server would refuse the policy; the message says which and
    /// why.</exception>
    public static PodSecurityPolicy Build(RestrictivePspOptions options)
    {
        if (options.AllowRunAsRoot && options.RunAsUserRange.Count > 0)
        {
            throw new ArgumentException(
                "AllowRunAsRoot and RunAsUserRange exclude each other. To allow root among others, start a range at 0.", nameof(options));
        }

        var policy = options.Start ?? FromPreset(options.Preset);
        policy.Metadata.Name = options.Name;
        AllowHost(policy.Spec, options);
        AllowPrivileges(policy.Spec, options);
        AllowIdentities(policy.Spec, options);
        AllowVolumes(policy.Spec, options);
        AllowKernelAndRuntime(policy.Spec, options);
        AllowProfiles(policy.Metadata, options);

        var verdict = PspValidator.Validate(policy);
        return verdict.Valid ? policy : throw new ArgumentException(verdict.Message, nameof(options));
    }

    private static void AllowHost(PodSecurityPolicySpec spec, RestrictivePspOptions options)
    {
        spec.HostNetwork |= options.AllowHostNetwork;
        spec.HostPID |= options.AllowHostPID;
        spec.HostIPC |= options.AllowHostIPC;
        spec.HostPorts.AddRange(options.HostPort);
    }

    private static void AllowPrivileges(PodSecurityPolicySpec spec, RestrictivePspOptions options)
    {
        spec.Privileged |= options.AllowPrivileged;
        if (options.AllowPrivileged || options.AllowPrivilegeEscalation)
        {
            spec.AllowPrivilegeEscalation = true;
        }
        spec.ReadOnlyRootFilesystem |= options.ReadOnlyRootFilesystem;
        spec.AllowedCapabilities = AddedOrAll(spec.AllowedCapabilities, options.AllowedCapability);
        // What is allowed cannot be dropped as well: the server refuses such a policy.
        IEnumerable<string> drops = spec.AllowedCapabilities.Contains("*") ? [] : spec.RequiredDropCapabilities.Except(
            options.AllowedCapability);
        spec.RequiredDropCapabilities = [.. drops];
    }

    private static void AllowIdentities(PodSecurityPolicySpec spec, RestrictivePspOptions options)
    {
        spec.RunAsUser = options.AllowRunAsRoot ? new() { Rule = StrategyNames.RunAsAny } : MustRunAs(
            options.RunAsUserRange) ?? spec.RunAsUser;
        spec.FSGroup = MustRunAs(options.FSGroupRange) ?? spec.FSGroup;
        spec.SupplementalGroups = MustRunAs(options.SupplementalGroupRange) ?? spec.SupplementalGroups;
    }

    private static IDRule? MustRunAs(IReadOnlyList<IDRange> ranges) =>
        ranges.Count == 0 ? null : new() { Rule = StrategyNames.MustRunAs, Ranges = [.. ranges] };

    private static void AllowVolumes(PodSecurityPolicySpec spec, RestrictivePspOptions options)
    {
        List<string> types = [.. options.AllowedVolume];
        if (options.AllowedHostPath.Count > 0)
        {
            types.Add(VolumeTypes.HostPath);
        }
        if (options.AllowedCsiDriver.Count > 0)
        {
            types.Add(VolumeTypes.Csi);
        }
        spec.Volumes = AddedOrAll(spec.Volumes, types);
        spec.AllowedHostPaths.AddRange(options.AllowedHostPath);
        spec.AllowedCSIDrivers.AddRange(options.AllowedCsiDriver.Select(name => new AllowedCsiDriver { Name = name }));
    }

    private static void AllowKernelAndRuntime(PodSecurityPolicySpec spec, RestrictivePspOptions options)
    {
        spec.AllowedUnsafeSysctls = AddedOrAll(spec.AllowedUnsafeSysctls, options.AllowedUnsafeSysctl);
        if (options.AllowedRuntimeClass.Count > 0)
        {
            spec.RuntimeClass = new() { AllowedRuntimeClassNames = AddedOrAll([], options.AllowedRuntimeClass) };
        }
    }

    private static void AllowProfiles(ObjectMetadata metadata, RestrictivePspOptions options)
    {
        var annotations = metadata.Annotations;
        if (options.AllowedSeccompProfile.Count > 0)
        {
            AllowSeccomp(annotations, options.AllowedSeccompProfile);
        }
        if (options.NoAppArmor)
        {
            annotations.Remove(PspAnnotations.AppArmorAllowed);
            annotations.Remove(PspAnnotations.AppArmorDefault);
        }
    }

    /// <summary>A policy that lists profiles refuses pods without one, so a preset that has no list gets a default, too.</summary>
    private static void AllowSeccomp(StringMap annotations, IReadOnlyList<string> profiles)
    {
        var isNew = !annotations.TryGetValue(PspAnnotations.SeccompAllowed, out var present) && !profiles.Contains("*");
        if (isNew)
        {
            annotations[PspAnnotations.SeccompDefault] = present = SeccompProfiles.RuntimeDefault;
        }
        annotations[PspAnnotations.SeccompAllowed] = string.Join(',', AddedOrAll(present?.Split(',') ?? [], profiles));
    }

    /// <summary>Names of both lists, each once; a wildcard stands for all of them and, as the server wants it, stands alone.</summary>
    private static StringList AddedOrAll(IReadOnlyList<string> present, IReadOnlyList<string> more) =>
        more.Contains("*") || present.Contains("*") ? ["*"] : [.. present, .. more.Except(present)];
}
