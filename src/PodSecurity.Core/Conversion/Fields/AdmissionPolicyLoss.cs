namespace PodSecurity;

/// <summary>Why an admission policy is not in everything what the policies were.</summary>
public enum AdmissionPolicyLossKind
{
    /// <summary>Expressions cannot say it.</summary>
    NotExpressible,

    /// <summary>It can be said, and costs more than a server allows in some cases.</summary>
    Costly,

    /// <summary>It is said, and behaves differently.</summary>
    Different,
}

/// <summary>One point in which an admission policy differs from the policies that it was made of.</summary>
/// <param name="Policy">The policy; null when it is so for all.</param>
/// <param name="Field">The field or part of the policy.</param>
/// <param name="Kind">The name of an <see cref="AdmissionPolicyLossKind"/>.</param>
/// <param name="Detail">What differs, and how.</param>
/// <param name="Advice">What can be done about it.</param>
public sealed record AdmissionPolicyLoss(string? Policy, string Field, string Kind, string Detail, string Advice)
{
    internal static AdmissionPolicyLoss NotExpressible(string? policy, string field, string detail, string advice) =>
        new(policy, field, nameof(AdmissionPolicyLossKind.NotExpressible), detail, advice);

    internal static AdmissionPolicyLoss Costly(string? policy, string field, string detail, string advice) =>
        new(policy, field, nameof(AdmissionPolicyLossKind.Costly), detail, advice);

    internal static AdmissionPolicyLoss Different(string? policy, string field, string detail, string advice) =>
        new(policy, field, nameof(AdmissionPolicyLossKind.Different), detail, advice);

    public override string ToString() => $"{(Policy is null ? "" : $"{Policy}, ")}{Field}: {Detail}";
}
