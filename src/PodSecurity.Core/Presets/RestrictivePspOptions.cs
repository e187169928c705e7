namespace PodSecurity.Presets;

/// <summary>
/// A preset and what shall be allowed beyond it. Lists add to what the preset allows unless their summary says otherwise.
/// </summary>
public sealed record RestrictivePspOptions
{
    public required string Name { get; init; }
    public PspPreset Preset { get; init; }

    /// <summary>A policy to start from instead of the preset; it is changed.</summary>
    public PodSecurityPolicy? Start { get; init; }

    public bool AllowHostNetwork { get; init; }
    public bool AllowHostPID { get; init; }
    public bool AllowHostIPC { get; init; }

    /// <summary>Host ports that pods may take. Pods on the host's network need them for every port that they declare.</summary>
    public IReadOnlyList<HostPortRange> HostPort { get; init; } = [];

    /// <summary>
    /// Privileged containers; implies <see cref="AllowPrivilegeEscalation"/>, without which the server refuses every such pod.
    /// </summary>
    public bool AllowPrivileged { get; init; }
    public bool AllowPrivilegeEscalation { get; init; }

    /// <summary>Capabilities that containers may add, without the prefix <c>CAP_</c>; <c>*</c> allows all and requires no drops.</summary>
    public IReadOnlyList<string> AllowedCapability { get; init; } = [];

    /// <summary>Users of any id, root included. Not together with <see cref="RunAsUserRange"/>.</summary>
    public bool AllowRunAsRoot { get; init; }

    /// <summary>Replaces the rule about users: containers must run with an id of these ranges, by default the first.</summary>
    public IReadOnlyList<IDRange> RunAsUserRange { get; init; } = [];

    /// <summary>Replaces the rule about the group that owns volumes: it must be of these ranges, by default the first.</summary>
    public IReadOnlyList<IDRange> FSGroupRange { get; init; } = [];

    /// <summary>Replaces the rule about supplemental groups: they must be of these ranges, by default the first.</summary>
    public IReadOnlyList<IDRange> SupplementalGroupRange { get; init; } = [];

    /// <summary>Containers must have a read-only root file system.</summary>
    public bool ReadOnlyRootFilesystem { get; init; }

    /// <summary>Volume types, for example <c>nfs</c>; <c>*</c> for all.</summary>
    public IReadOnlyList<string> AllowedVolume { get; init; } = [];

    /// <summary>Allows volumes of type <c>hostPath</c>, below these paths only.</summary>
    public IReadOnlyList<AllowedHostPath> AllowedHostPath { get; init; } = [];

    /// <summary>Allows inline volumes of type <c>csi</c>, of these drivers only.</summary>
    public IReadOnlyList<string> AllowedCsiDriver { get; init; } = [];

    /// <summary>
    /// Seccomp profiles that pods may name, for example <c>localhost/audit.json</c> or <c>unconfined</c>; <c>*</c> for all. Where the
    /// preset allows none, pods without a profile get <c>runtime/default</c>.
    /// </summary>
    public IReadOnlyList<string> AllowedSeccompProfile { get; init; } = [];

    /// <summary>Leaves AppArmor alone: for nodes without it, where a pod with a profile cannot start.</summary>
    public bool NoAppArmor { get; init; }

    /// <summary>Kernel parameters beyond the safe ones, for example <c>net.core.*</c>.</summary>
    public IReadOnlyList<string> AllowedUnsafeSysctl { get; init; } = [];

    /// <summary>Restricts pods that name a RuntimeClass to these; the presets allow any.</summary>
    public IReadOnlyList<string> AllowedRuntimeClass { get; init; } = [];
}
