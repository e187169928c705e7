using PodSecurity.Api;
using PodSecurity.Eks;

namespace PodSecurity;

/// <summary>How much of the EKS default a cluster has.</summary>
public enum EksDefaultState
{
    /// <summary>The three objects, as EKS ships them, and nothing else gives the role away.</summary>
    Present,

    /// <summary>None of the three objects.</summary>
    Absent,

    /// <summary>One or two of the three objects: the default does not work, or leaves loose ends.</summary>
    Partial,

    /// <summary>The three objects, but changed, or the role is given away by another binding as well.</summary>
    Altered,
}

/// <summary>The EKS default as a cluster has it.</summary>
public sealed class EksDefaultStatus
{
    internal EksDefaultStatus(
        PodSecurityPolicy? policy, RbacRole? clusterRole, RbacBinding? clusterRoleBinding, IReadOnlyList<EksDefaultFinding> findings) =>
        (Policy, ClusterRole, ClusterRoleBinding, Reasons) = (policy, clusterRole, clusterRoleBinding, new ObjectList<EksDefaultFinding>(
            findings));

    /// <summary>The name of an <see cref="EksDefaultState"/>.</summary>
    public string State => Reasons.Count(reason => reason.Kind == nameof(EksDefaultFindingKind.Missing)) switch
    {
        3 => nameof(EksDefaultState.Absent),
        > 0 => nameof(EksDefaultState.Partial),
        _ => Reasons.Count > 0 ? nameof(EksDefaultState.Altered) : nameof(EksDefaultState.Present),
    };

    /// <summary>The cluster's object; null when it has none.</summary>
    public PodSecurityPolicy? Policy { get; }

    /// <inheritdoc cref="Policy"/>
    public RbacRole? ClusterRole { get; }

    /// <inheritdoc cref="Policy"/>
    public RbacBinding? ClusterRoleBinding { get; }

    /// <summary>What is missing, altered or extra; empty when the default is as shipped.</summary>
    public IReadOnlyList<EksDefaultFinding> Reasons { get; }

    /// <summary>The context or snapshot that was read.</summary>
    public string? Cluster { get; internal set; }

    public override string ToString() => State;
}

/// <summary>In which way a cluster departs from the EKS default.</summary>
public enum EksDefaultFindingKind
{
    Missing,

    /// <summary>A field is not as shipped.</summary>
    Altered,

    /// <summary>Another binding gives the default's role away.</summary>
    ExtraBinding,
}

/// <summary>One departure from the EKS default.</summary>
/// <param name="Target">For example <c>ClusterRole/eks:podsecuritypolicy:privileged</c>.</param>
/// <param name="Kind">The name of an <see cref="EksDefaultFindingKind"/>.</param>
/// <param name="Difference">The field, as shipped and as found; only of an altered object.</param>
public sealed record EksDefaultFinding(string Target, string Kind, FieldDifference? Difference)
{
    public string Message => Kind switch
    {
        nameof(EksDefaultFindingKind.Missing) => $"{Target} is missing",
        nameof(EksDefaultFindingKind.Altered) => $"{Target} is altered: {Difference}",
        _ => $"{Target} also binds ClusterRole/{EksDefault.ClusterRoleName}",
    };

    public override string ToString() => Message;
}
