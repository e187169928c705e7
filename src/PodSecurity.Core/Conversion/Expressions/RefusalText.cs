using System.Text;
using PodSecurity.Conversion.Cel;
using PodSecurity.Conversion.Fields;

namespace PodSecurity.Conversion.Expressions;

/// <summary>The refusal of a pod in the words of PSP admission.</summary>
internal static class RefusalText
{
    /// <summary>What is said when no expression can say more.</summary>
    public const string Plain = "PodSecurityPolicy: unable to admit pod: no policy that the requester or the pod's service account may use "
        + "admits it";

    private const string Start = "PodSecurityPolicy: unable to admit pod: [";

    /// <summary>Kubernetes takes messages of up to 5 KiB; this leaves room for quotes.</summary>
    private const int LongestMessage = 5000;

    /// <summary>
    /// What each policy has against the pod. Where messages know nothing of grants, a policy that has nothing against it is one that nobody
    /// concerned may use; else policies that may not be used are left out, as PSP admission does.
    /// </summary>
    public static CelString Of(PolicySet set)
    {
        var isShort = set.Policies.Sum(LongestPart) < LongestMessage;
        var parts = CelList<CelString>.OnLines(set.Policies.Select(policy => Part(set, policy, isShort)));
        return Start + parts.Join("; ") + "]";
    }

    private static CelList<CelString> Part(PolicySet set, PolicyTerm policy, bool isShort)
    {
        CelString refused = isShort
            ? $"{policy.Name}: " + policy.Refusals.Join(", ")
            : $"{policy.Name}: " + policy.Refusals.Size.AsString() + " refusals";
        return set.Use.IsKnownToMessages
            ? CelSyntax.If(set.Use.MayUse(policy), CelList<CelString>.Of([refused]), CelList<CelString>.Empty)
            : CelList<CelString>.Of([CelSyntax.If(policy.Admits, NotUsable(policy), refused)]);
    }

    private static CelString NotUsable(PolicyTerm policy) =>
        $"{policy.Name}: neither the requester nor the pod's service account may use it";

    private static int LongestPart(PolicyTerm policy) =>
        policy.RefusalTexts.Append(policy.Name).Sum(text => Encoding.UTF8.GetByteCount(text) + 2) + 80;
}
