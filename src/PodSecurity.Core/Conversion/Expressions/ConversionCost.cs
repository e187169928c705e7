namespace PodSecurity.Conversion.Expressions;

/// <summary>
/// What a request can cost, by the measure of Kubernetes 1.32 and later. Only questions to the authorizer count: all else together is a
/// thousandth of what a policy may cost.
/// </summary>
internal static class ConversionCost
{
    /// <summary>What one question costs, with the expression around it.</summary>
    public const long OfCheck = 350_010;

    /// <summary>What the demands of one policy cost on a large pod, with the message, which works them out again.</summary>
    public const long OfDemands = 10_000;

    /// <summary>What all expressions of a policy may cost together.</summary>
    public static long LimitOf(AdmissionPolicyEngine engine) => engine == AdmissionPolicyEngine.Gatekeeper ? 1_000_000 : 10_000_000;

    /// <summary>How many questions a policy can ask.</summary>
    public const int MostChecks = 28;

    /// <summary>How many code points an expression may have.</summary>
    public const int LongestExpression = 100_000;

    /// <summary>How many policies the choice of one can nest.</summary>
    public const int MostChoices = 50;

    public static int Checks(PolicySet set) => set.Policies.Sum(set.Use.ChecksOf);

    public static long Of(PolicySet set) => (Checks(set) * OfCheck) + (set.Policies.Count * OfDemands);
}
