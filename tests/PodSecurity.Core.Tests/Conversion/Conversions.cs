using PodSecurity.Conversion;
using PodSecurity.Conversion.Expressions;
using PodSecurity.Core.Tests.Admission;

namespace PodSecurity.Core.Tests.Conversion;

/// <summary>The policies of a conformance case, carried over.</summary>
internal static class Conversions
{
    /// <summary>Null when none of them can ever admit a pod.</summary>
    public static AdmissionPolicyConversion? Of(ConformanceCase item, AdmissionPolicyOptions options)
    {
        try
        {
            return AdmissionPolicyConverter.Convert(item.Policies, options);
        }
        catch (ArgumentException)
        {
            return null;
        }
    }

    /// <summary>The use is granted to the requester or to the account, in one API group or the other, by the number of the case.</summary>
    public static Func<TestAuthorizer, bool> Authorizer(this ConformanceCase item) => question =>
        question is { Resource: "podsecuritypolicies", Verb: "use", Namespace: AdmissionRequest.Namespace, Name: { } policy }
        && question.ServiceAccount is null == (item.Id % 2 == 0 || Account(item) is null)
        && question.ServiceAccount == (question.ServiceAccount is null ? null : $"{AdmissionRequest.Namespace}:{Account(item)}")
        && question.Group == (item.Id % 3 == 0 ? "extensions" : "policy")
        && item.Authorized.Contains(policy);

    private static string? Account(ConformanceCase item) => item.Workload.Pod.ServiceAccountName;
}
