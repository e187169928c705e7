using PodSecurity.Conversion.Cel;
using PodSecurity.Conversion.Fields;

namespace PodSecurity.Conversion.Grants;

/// <summary>How an admission policy knows who may use a policy.</summary>
internal interface IUseOfPolicies
{
    /// <summary>What the questions of all policies look at.</summary>
    IEnumerable<CelVariable> SharedVariables { get; }

    /// <summary>What one policy's question needs.</summary>
    IEnumerable<CelVariable> Variables(PolicyTerm policy);

    /// <summary>Whether the pod's service account or the requester may use the policy.</summary>
    CelBool MayUse(PolicyTerm policy);

    /// <summary>Whether the question can be asked where a refusal is put into words.</summary>
    bool IsKnownToMessages { get; }

    /// <summary>The authorizer checks that one policy can cost.</summary>
    int ChecksOf(PolicyTerm policy);

    /// <summary>For a person.</summary>
    string Description { get; }

    IEnumerable<AdmissionPolicyLoss> Losses { get; }
}
