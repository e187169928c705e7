using PodSecurity.Api;
using PodSecurity.Eks;
using PodSecurity.Validation;

namespace PodSecurity.Core.Tests.Eks;

public sealed class EksDefaultTests
{
    [Fact]
    public void As_shipped_it_is_present() =>
        AssertStatus(
            EksDefault.Inspect(
                EksDefault.Policy(), EksDefault.ClusterRole(), EksDefault.ClusterRoleBinding(), [EksDefault.ClusterRoleBinding()]), nameof(
                    EksDefaultState.Present));

    [Fact]
    public void Without_the_three_objects_it_is_absent() => AssertStatus(
        EksDefault.Inspect(null, null, null),
        nameof(EksDefaultState.Absent),
        "PodSecurityPolicy/eks.privileged is missing",
        "ClusterRole/eks:podsecuritypolicy:privileged is missing",
        "ClusterRoleBinding/eks:podsecuritypolicy:authenticated is missing");

    [Fact]
    public void With_some_of_the_three_objects_it_is_partial() => AssertStatus(
        EksDefault.Inspect(EksDefault.Policy(), EksDefault.ClusterRole(), null),
        nameof(EksDefaultState.Partial),
        "ClusterRoleBinding/eks:podsecuritypolicy:authenticated is missing");

    [Fact]
    public void What_the_server_and_kubectl_write_is_no_alteration()
    {
        var policy = EksDefault.Policy();
        policy.Metadata.Uid = "7f2c";
        policy.Metadata.ResourceVersion = "12";
        policy.Metadata.Annotations!["kubectl.kubernetes.io/last-applied-configuration"] = "{}";
        policy.Spec.DefaultAddCapabilities = [];
        AssertStatus(
            EksDefault.Inspect(policy, EksDefault.ClusterRole(), EksDefault.ClusterRoleBinding()), nameof(EksDefaultState.Present));
    }

    [Fact]
    public void A_customised_policy_and_altered_annotations_are_seen()
    {
        var policy = EksDefault.Policy();
        policy.Spec.HostPID = false;
        policy.Metadata.Annotations![PspAnnotations.SeccompAllowed] = "runtime/default";
        AssertStatus(
            EksDefault.Inspect(policy, EksDefault.ClusterRole(), EksDefault.ClusterRoleBinding()),
            nameof(EksDefaultState.Altered),
            "PodSecurityPolicy/eks.privileged is altered: metadata.annotations[seccomp.security.alpha.kubernetes.io/allowedProfileNames]: "
            + "\"*\" -> \"runtime/default\"",
            "PodSecurityPolicy/eks.privileged is altered: spec.hostPID: true -> (none)");
    }

    [Fact]
    public void Extra_subjects_and_extra_bindings_are_seen()
    {
        var binding = EksDefault.ClusterRoleBinding();
        binding.Subjects!.Add(new() { Kind = "User", Name = "ada" });
        var other = EksDefault.ClusterRoleBinding();
        (other.Kind, other.Metadata.Name, other.Metadata.Namespace) = ("RoleBinding", "legacy", "team-a");
        var unrelated = new RbacBinding { RoleRef = new() { Name = "view" } };

        var status = EksDefault.Inspect(EksDefault.Policy(), EksDefault.ClusterRole(), binding, [binding, other, unrelated]);

        Assert.Equal(nameof(EksDefaultState.Altered), status.State);
        Assert.Equal(
            [nameof(EksDefaultFindingKind.Altered), nameof(EksDefaultFindingKind.ExtraBinding)], status.Reasons.Select(
                reason => reason.Kind));
        Assert.Equal("subjects", status.Reasons[0].Difference!.Path);
        Assert.Equal("RoleBinding/team-a/legacy also binds ClusterRole/eks:podsecuritypolicy:privileged", status.Reasons[1].Message);
    }

    [Fact]
    public void A_binding_of_another_role_is_an_alteration()
    {
        var binding = EksDefault.ClusterRoleBinding();
        binding.RoleRef.Name = "view";
        AssertStatus(
            EksDefault.Inspect(EksDefault.Policy(), EksDefault.ClusterRole(), binding, [binding]),
            nameof(EksDefaultState.Altered),
            "ClusterRoleBinding/eks:podsecuritypolicy:authenticated is altered: roleRef.name: \"eks:podsecuritypolicy:privileged\" -> "
            + "\"view\"");
    }

    [Fact]
    public void The_shipped_policy_is_one_the_server_accepts() => Assert.Empty(PspValidator.Validate(EksDefault.Policy()).Errors);

    private static void AssertStatus(EksDefaultStatus status, string state, params string[] reasons)
    {
        Assert.Equal(reasons, status.Reasons.Select(reason => reason.Message));
        Assert.Equal(state, status.State);
    }
}
