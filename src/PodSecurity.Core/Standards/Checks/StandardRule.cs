using PodSecurity.Api;

namespace PodSecurity.Standards.Checks;

/// <summary>What a check demands in some of its versions. A rule keeps no state: one instance judges all pods.</summary>
internal abstract class StandardRule
{
    /// <summary>The verdict alone: allocates nothing.</summary>
    public abstract bool Allows(Pod pod);

    /// <summary>Why a pod that is not allowed is not, in the server's words.</summary>
    public abstract Refusal Explain(Pod pod);

    /// <summary>Adds to the patch the least that makes the pod allowed.</summary>
    public abstract void Fix(Pod pod, PodPatch patch);
}

/// <param name="Reason">Short; the same for all pods that break the rule in this way.</param>
/// <param name="Detail">Containers and values by name.</param>
internal readonly record struct Refusal(string Reason, string Detail);
