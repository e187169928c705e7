using PodSecurity.Api;
using PodSecurity.Releases;

namespace PodSecurity.Coverage;

/// <summary>
/// The policy that admits given pods as they are and as little else as can be said in a policy. It never changes a pod: where
/// some pods leave a field open, a rule that would fill it in gives way to the next weaker one. (Under every policy the server repeats a
/// pod's seccomp field in an annotation.)
/// </summary>
public static class LeastPrivilegePolicy
{
    private const long LargestNonRootGroup = 65535;

    /// <param name="addedVolumes">The types of volumes that the server adds to the pods; null for none.</param>
    public static PodSecurityPolicy For(
        string name, IReadOnlyCollection<Pod> pods, KubernetesRelease? release = null, params IEnumerable<string?> addedVolumes)
    {
        var containers = pods.SelectMany(pod => pod.AllContainers().Select(container => new PodContainer(pod, container))).ToList();
        var volumes = pods.SelectMany(pod => pod.Volumes).ToList();
        return new PodSecurityPolicy
        {
            Metadata = new ObjectMetadata { Name = name, Annotations = UsedProfiles.For(pods, containers) },
            Spec = new PodSecurityPolicySpec
            {
                Privileged = containers.Any(container => container.Context?.Privileged == true),
                HostNetwork = pods.Any(pod => pod.HostNetwork),
                HostPID = pods.Any(pod => pod.HostPID),
                HostIPC = pods.Any(pod => pod.HostIPC),
                HostPorts = HostPorts(containers),
                Volumes = Distinct(volumes.Select(volume => volume.Kind).Concat(addedVolumes)),
                AllowedHostPaths = UsedHostPaths.For(pods),
                AllowedFlexVolumes = [.. Distinct(volumes.Select(volume => volume.FlexVolumeDriver)).Select(
                    driver => new AllowedFlexVolume { Driver = driver })],
                AllowedCSIDrivers = [.. Distinct(volumes.Select(volume => volume.CsiDriver)).Select(
                    driver => new AllowedCsiDriver { Name = driver })],
                AllowedCapabilities = Distinct(containers.SelectMany(container => container.Context?.Capabilities?.Add ?? [])),
                RequiredDropCapabilities = DroppedByAll(containers),
                AllowPrivilegeEscalation = !containers.All(container => container.Context?.AllowPrivilegeEscalation == false),
                ReadOnlyRootFilesystem = containers.All(container => container.Context?.ReadOnlyRootFilesystem == true),
                RunAsUser = RunAsUser(containers),
                RunAsGroup = Groups(containers.Select(container => container.RunAsGroup).OfType<long>()),
                SupplementalGroups = Groups(pods.SelectMany(pod => pod.SecurityContext?.SupplementalGroups ?? [])),
                FSGroup = Groups(pods.Select(pod => pod.SecurityContext?.FSGroup).OfType<long>()),
                SELinux = SELinux(pods, containers),
                AllowedUnsafeSysctls = Distinct(
                    pods.SelectMany(pod => pod.SecurityContext?.Sysctls ?? []).Select(sysctl => sysctl.Name).Except(
                        SafeSysctls.Of(release ?? KubernetesRelease.Default))),
                AllowedProcMountTypes = Distinct(
                    containers.Select(container => container.Context?.ProcMount).Where(type => type != "Default")),
                RuntimeClass = new RuntimeClassRule { AllowedRuntimeClassNames = Distinct(pods.Select(pod => pod.RuntimeClassName)) },
            },
        };
    }

    private static HostPortRangeList HostPorts(IEnumerable<PodContainer> containers)
    {
        var ports = containers.SelectMany(container => container.Container.Ports.Select(container.Pod.HostPortOf)).Where(port => port > 0);
        return [.. Ranges(ports.Select(port => (long)port)).Select(
            range => new HostPortRange { Min = (int)range.Min, Max = (int)range.Max })];
    }

    private static IDRule RunAsUser(List<PodContainer> containers)
    {
        if (containers.All(container => container.RunAsUser is not null))
        {
            return new IDRule { Rule = StrategyNames.MustRunAs, Ranges = [.. Ranges(
                containers.Select(container => container.RunAsUser!.Value))] };
        }
        var neverRoot = containers.All(
            container => container.RunAsUser is > 0
                ? container.RunAsNonRoot != false
                : container is { RunAsUser: null, RunAsNonRoot: true });
        return new IDRule { Rule = neverRoot ? StrategyNames.MustRunAsNonRoot : StrategyNames.RunAsAny };
    }

    // MayRunAs leaves a pod without groups alone; without any group in use, it keeps root's group out.
    private static IDRule Groups(IEnumerable<long> used)
    {
        var ranges = Ranges(used).ToList();
        return new IDRule { Rule = StrategyNames.MayRunAs, Ranges = ranges.Count > 0
            ? [.. ranges]
            : [new IDRange { Min = 1, Max = LargestNonRootGroup }] };
    }

    // The label of a pod counts too, even where all its containers have their own: MustRunAs would fill it in.
    private static SELinuxRule SELinux(IEnumerable<Pod> pods, IEnumerable<PodContainer> containers)
    {
        var labels = containers.Select(container => container.SELinuxOptions).Concat(
            pods.Select(pod => pod.SecurityContext?.SELinuxOptions)).Distinct().ToList();
        if (labels is not [{ } only])
        {
            return new SELinuxRule { Rule = StrategyNames.RunAsAny };
        }
        return new SELinuxRule
        {
            Rule = StrategyNames.MustRunAs,
            SELinuxOptions = new SELinuxRuleOptions { User = only.User, Role = only.Role, Type = only.Type, Level = only.Level },
        };
    }

    private static StringList DroppedByAll(List<PodContainer> containers)
    {
        if (containers.Count == 0)
        {
            return [];
        }
        var dropped = containers.Select(container => container.Context?.Capabilities?.Drop ?? []).Aggregate<IEnumerable<string>>(
            Enumerable.Intersect);
        var added = containers.SelectMany(container => container.Context?.Capabilities?.Add ?? []);
        // Pods may write "all", which a runtime takes as ALL; a policy that says so means another capability of that name.
        return Distinct(dropped.Except(added).Where(capability => !capability.Any(char.IsAsciiLetterLower)));
    }

    private static StringList Distinct(IEnumerable<string?> values) =>
        [.. values.Where(value => !string.IsNullOrEmpty(value)).Select(value => value!).Distinct().Order(StringComparer.Ordinal)];

    private static IEnumerable<IDRange> Ranges(IEnumerable<long> values)
    {
        IDRange? open = null;
        foreach (var value in values.Distinct().Order(Comparer<long>.Default))
        {
            if (open is not null && value == open.Max + 1)
            {
                open.Max = value;
                continue;
            }
            if (open is not null)
            {
                yield return open;
            }
            open = new IDRange { Min = value, Max = value };
        }
        if (open is not null)
        {
            yield return open;
        }
    }
}
