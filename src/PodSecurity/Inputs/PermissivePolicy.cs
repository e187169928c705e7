using System.Text;
using PodSecurity.Admission;
using PodSecurity.Api;
using PodSecurity.Api.Decoding;

namespace PodSecurity.Inputs;

/// <summary>Policies by which nothing worth refusing is refused: a test against one of them can hardly fail.</summary>
internal static class PermissivePolicy
{
    /// <summary>A pod that owns its node in every way at once.</summary>
    private static readonly Pod OwnerOfTheNode = WorkloadDecoder.Decode(new(Encoding.UTF8.GetBytes(
        """
        {"apiVersion":"v1","kind":"Pod","metadata":{"name":"owner"},"spec":{"hostNetwork":true,"hostPID":true,"hostIPC":true,
         "volumes":[{"name":"root","hostPath":{"path":"/"}}],
         "containers":[{"name":"owner","image":"x","ports":[{"containerPort":1,"hostPort":1}],
           "volumeMounts":[{"name":"root","mountPath":"/root"}],
           "securityContext":{"privileged":true,"runAsUser":0,"allowPrivilegeEscalation":true,"capabilities":{"add":["SYS_ADMIN"]}}}]}}
        """), new DocumentSource("built in")))!.Pod;

    public static bool Admits(PodSecurityPolicy policy)
    {
        var admission = new PspAdmission([policy]);
        return admission.Evaluate(OwnerOfTheNode, admission.All).Outcome == AdmissionOutcome.Allowed;
    }
}
