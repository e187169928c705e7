using System.Text.Json.Nodes;
using PodSecurity.Conversion;
using PodSecurity.Conversion.Expressions;
using PodSecurity.Core.Tests.Admission;

namespace PodSecurity.Core.Tests.Conversion;

/// <summary>What is around the expressions: requests that are judged, messages, costs, losses, objects.</summary>
public sealed class GeneratedPolicyTests
{
    private static readonly AdmissionPolicyConversion Strict = AdmissionPolicyConverter.Convert(
        [Given.Policy("""{"privileged": false}""", name: "strict.web")], new() { Action = AdmissionPolicyAction.Deny });

    [Theory]
    [InlineData("""{"metadata": {"finalizers": ["x"]}}""", true)]
    [InlineData("""{"metadata": {"ownerReferences": [{"name": "x"}]}}""", true)]
    [InlineData("""{"metadata": {"labels": {"a": "b"}}}""", false)]
    [InlineData("""{"metadata": {"annotations": {"a": "b"}}}""", false)]
    [InlineData("""{"spec": {"activeDeadlineSeconds": 5}}""", false)]
    public void Updates_are_judged_but_for_owners_and_finalizers(string change, bool passes)
    {
        var (old, pod) = (Privileged(), Privileged());
        foreach (var (part, fields) in JsonNode.Parse(change)!.AsObject())
        {
            foreach (var (field, value) in fields!.AsObject())
            {
                pod[part]![field] = value!.DeepClone();
            }
        }

        Assert.Equal(passes, Refusal(Strict, pod, old) is null);
    }

    [Fact]
    public void Debug_containers_are_judged()
    {
        var (old, pod) = (Plain(), Plain());
        pod["spec"]!["ephemeralContainers"] = new JsonArray(new JsonObject
        {
            ["name"] = "debug", ["securityContext"] = new JsonObject { ["privileged"] = true },
        });

        Assert.Contains("Privileged containers are not allowed", Refusal(Strict, pod, old), StringComparison.Ordinal);
    }

    [Fact]
    public void Mirror_pods_have_no_service_account_and_are_judged_by_the_requester()
    {
        var pod = Plain();
        pod["spec"]!.AsObject().Remove("serviceAccountName");

        Assert.Null(new AdmissionServer(Strict, new CelEngine()).Refusal(new(pod, question => question.ServiceAccount is null)));
        Assert.NotNull(new AdmissionServer(Strict, new CelEngine()).Refusal(new(pod, question => question.ServiceAccount is not null)));
    }

    [Fact]
    public void A_policy_that_admits_and_may_not_be_used_is_named()
    {
        var refusal = new AdmissionServer(Strict, new CelEngine()).Refusal(new(Plain(), _ => false));

        Assert.Equal(
            "PodSecurityPolicy: unable to admit pod: [strict.web: neither the requester nor the pod's service account may use it]",
                refusal);
    }

    [Fact]
    public void The_authorizer_is_asked_no_more_often_than_a_request_can_pay_for()
    {
        Assert.Equal((4, true), (Strict.AuthorizerChecks, Strict.EstimatedCost < Strict.CostLimit));
        var seven = AdmissionPolicyConverter.Convert(Policies(7), new());
        Assert.Equal((28, true), (seven.AuthorizerChecks, seven.EstimatedCost <= seven.CostLimit));
    }

    [Fact]
    public void Too_many_policies_are_refused_with_what_to_do()
    {
        var e = Assert.Throws<AdmissionPolicyTooCostlyException>(() => AdmissionPolicyConverter.Convert(Policies(8), new()));
        Assert.Contains("8 policies do not fit", e.Message, StringComparison.Ordinal);
        Assert.Contains("Get-PspUse", e.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("policy", 14, true)]
    [InlineData("policy", 15, false)]
    [InlineData("extensions", 8, false)]
    public void Roles_that_name_one_API_group_let_more_policies_fit(string group, int count, bool fit)
    {
        var role = Rbac.ClusterRole("use", Rbac.Rule([group], ["podsecuritypolicies"], ["use"]));
        var options = new AdmissionPolicyOptions { Grants = new([], [role], []) };

        if (fit)
        {
            var conversion = AdmissionPolicyConverter.Convert(Policies(count), options);
            Assert.Contains(conversion.Losses, loss => loss.Kind == "Costly" && loss.Field == "use");
            Assert.DoesNotContain("extensions", conversion.Documents[0].ToJson().ToJsonString(), StringComparison.Ordinal);
        }
        else
        {
            Assert.Throws<AdmissionPolicyTooCostlyException>(() => AdmissionPolicyConverter.Convert(Policies(count), options));
        }
    }

    [Fact]
    public void A_policy_that_makes_too_long_an_expression_is_named()
    {
        var paths = string.Join(", ", Enumerable.Range(0, 3000).Select(number => $$"""{"pathPrefix": "/var/lib/{{number}}"}"""));
        var policy = Given.Policy($$"""{"allowedHostPaths": [{{paths}}]}""", name: "long");

        var e = Assert.Throws<AdmissionPolicyTooCostlyException>(() => AdmissionPolicyConverter.Convert([policy], new()));

        Assert.Contains("'long'", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_long_refusal_names_counts_so_that_it_fits_into_a_message()
    {
        var policies = Enumerable.Range(0, 7).Select(number => Given.Policy(
            """{"privileged": false, "hostPID": false, "hostIPC": false, "hostNetwork": false, "readOnlyRootFilesystem": true}""",
            name: $"{new string('x', 240)}-{number}"));
        var conversion = AdmissionPolicyConverter.Convert(policies, new());

        var refusal = Refusal(conversion, Privileged(), null)!;

        Assert.InRange(refusal.Length, 1, 5 * 1024);
        Assert.Contains("2 refusals", refusal, StringComparison.Ordinal);
    }

    [Fact]
    public void Names_that_differ_in_signs_alone_get_variables_of_their_own()
    {
        var conversion = AdmissionPolicyConverter.Convert([Given.Policy(name: "a.b"), Given.Policy(name: "a-b")], new());
        var names = conversion.Documents[0].ToJson()["spec"]!["variables"]!.AsArray().Select(
            variable => (string)variable!["name"]!).ToList();

        Assert.Equal(names.Count, names.Distinct().Count());
        Assert.All(names, name => Assert.Matches("^[A-Za-z_][A-Za-z0-9_]*$", name));
    }

    [Theory]
    [InlineData(AdmissionPolicyAction.Audit, "Ignore")]
    [InlineData(AdmissionPolicyAction.Deny, "Fail")]
    public void The_objects_of_Kubernetes_come_in_the_order_to_apply_them(AdmissionPolicyAction action, string mutationFailure)
    {
        var conversion = AdmissionPolicyConverter.Convert(
            [Given.Policy("""{"readOnlyRootFilesystem": true}""")], new() { Action = action, IncludeMutation = true, Name = "web" });

        Assert.Equal(
            [
                "MutatingAdmissionPolicy/web", "MutatingAdmissionPolicyBinding/web", "ValidatingAdmissionPolicy/web",
                "ValidatingAdmissionPolicyBinding/web",
            ],
            conversion.Documents.Select(document => document.ToString()));
        Assert.Equal(mutationFailure, (string)conversion.Documents[0].ToJson()["spec"]!["failurePolicy"]!);
        Assert.Equal(
            [action.ToString()], conversion.Documents[3].ToJson()["spec"]!["validationActions"]!.AsArray().Select(text => (string)text!));
    }

    [Fact]
    public void What_is_not_filled_in_is_a_loss_of_each_policy_that_fills_in()
    {
        var policies = new[] { Given.Policy("""{"readOnlyRootFilesystem": true}""", name: "fills"), Given.Policy(name: "plain") };

        var loss = Assert.Single(AdmissionPolicyConverter.Convert(policies, new()).Losses, loss => loss.Field == "defaults");
        Assert.Equal(("fills", "NotExpressible"), (loss.Policy, loss.Kind));
        Assert.Contains("readOnlyRootFilesystem", loss.Detail, StringComparison.Ordinal);
        Assert.DoesNotContain(
            AdmissionPolicyConverter.Convert(policies, new() { IncludeMutation = true }).Losses, loss => loss.Field == "defaults");
    }

    [Fact]
    public void A_policy_that_can_never_admit_is_left_out_and_said()
    {
        var broken = Given.Policy("""{"fsGroup": {"rule": "MustRunAs"}}""", name: "broken");

        var conversion = AdmissionPolicyConverter.Convert([Given.Policy(), broken], new());

        Assert.Equal(["psp"], conversion.Policies);
        Assert.Contains(conversion.Losses, loss => loss.Policy == "broken" && loss.Detail.Contains("ranges", StringComparison.Ordinal));
        Assert.NotNull(AdmissionPolicyConverter.WhyNeverAdmits(broken));
        Assert.Null(AdmissionPolicyConverter.WhyNeverAdmits(Given.Policy()));
    }

    private static IEnumerable<PodSecurityPolicy> Policies(int count) =>
        Enumerable.Range(0, count).Select(number => Given.Policy(name: $"p{number}"));

    private static string? Refusal(AdmissionPolicyConversion conversion, JsonObject pod, JsonObject? old) =>
        new AdmissionServer(conversion, new CelEngine()).Refusal(new(pod, _ => true) { OldPod = old });

    private static JsonObject Plain() => JsonNode.Parse("""
        {"metadata": {"name": "web"}, "spec": {"serviceAccountName": "web", "securityContext": {}, "containers": [{"name": "c"}]}}
        """)!.AsObject();

    private static JsonObject Privileged()
    {
        var pod = Plain();
        pod["spec"]!["containers"]![0]!["securityContext"] = new JsonObject { ["privileged"] = true };
        return pod;
    }
}
