using System.Management.Automation;
using System.Text.Json;
using PodSecurity.Api;
using PodSecurity.Cluster;
using PodSecurity.Api.Decoding;
using PodSecurity.Tests.Hosting;
using static PodSecurity.Testing.Clusters.Rbac;

namespace PodSecurity.Tests.Commands;

public sealed class PspUseCommandTests : IDisposable
{
    private const string GrantWeb = "Grant-PspUse restricted -ServiceAccount team-a:web -Namespace team-a -Confirm:$false";
    private readonly HostedModule _module = new();

    public PspUseCommandTests()
    {
        foreach (var name in new[] { "restricted", "baseline" })
        {
            _module.Cluster.Add(ResourceTypes.PodSecurityPolicies, Json(new PodSecurityPolicy { Metadata = new() { Name = name } }));
        }
        foreach (var name in new[] { "team-a/web", "team-b/web", "default/web" })
        {
            _module.Cluster.Add(ResourceTypes.ServiceAccounts, new()
            {
                ["apiVersion"] = "v1",
                ["kind"] = "ServiceAccount",
                ["metadata"] = new System.Text.Json.Nodes.JsonObject { ["namespace"] = name.Split('/')[0], ["name"] = name.Split('/')[1] },
            });
        }
    }

    public void Dispose() => _module.Dispose();

    [Fact]
    public void An_empty_column_of_a_CSV_file_names_nobody()
    {
        _module.Run(
            "$row = [pscustomobject]@{ Policy = 'restricted'; Namespace = 'team-a'; ServiceAccount = 'team-a:web'; Group = ''; User = '' "
            + "}");

        var result = _module.Run("$row | Grant-PspUse -PassThru -Confirm:$false");

        Assert.Empty(result.Errors);
        Assert.Equal("ServiceAccount team-a:web", ((PolicyGrant)Assert.Single(result.Output).BaseObject).Subject);
    }

    [Fact]
    public void A_grant_from_a_CSV_file_can_be_revoked_where_it_holds()
    {
        _module.Run("Grant-PspUse restricted -User jane -ClusterWide -Confirm:$false");
        _module.Run(
            "$row = [pscustomobject]@{ Policy = 'restricted'; SubjectKind = 'User'; SubjectName = 'jane'; SubjectNamespace = ''; "
            + "Namespace = ''; Binding = 'ClusterRoleBinding/psp:restricted'; Role = 'ClusterRole/psp:restricted'; Status = 'Effective' }");

        var result = _module.Run("$row | Revoke-PspUse -Confirm:$false; @(Get-PspUse -User jane).Count");

        Assert.Empty(result.Errors);
        Assert.Equal([0], result.Output.Select(item => item.BaseObject));
    }

    [Fact]
    public void Granting_makes_a_role_and_a_binding_and_is_silent()
    {
        var result = _module.Run(GrantWeb);

        Assert.Empty(result.Errors);
        Assert.Empty(result.Output);
        Assert.Empty(result.Warnings);
        Assert.Equal(["Create Role/team-a/psp:restricted", "Create RoleBinding/team-a/psp:restricted"], _module.Cluster.Writes);
    }

    [Fact]
    public void Granting_again_writes_nothing()
    {
        _module.Run(GrantWeb);
        _module.Cluster.Writes.Clear();

        var result = _module.Run($"{GrantWeb} -Verbose");

        Assert.Empty(_module.Cluster.Writes);
        Assert.Contains("The use of restricted is granted already by RoleBinding/psp:restricted.", result.Verbose);
    }

    [Theory]
    [InlineData("Grant-PspUse restricted -User ann -Namespace team-a -WhatIf")]
    [InlineData("Grant-PspUse restricted -User ann -ClusterWide -Force -WhatIf")]
    [InlineData("Revoke-PspUse restricted -ServiceAccount team-a:web -Namespace team-a -WhatIf")]
    [InlineData("Revoke-PspUse restricted -ServiceAccount team-a:web -Namespace team-a -Force -WhatIf -Confirm:$false")]
    public void What_if_says_what_and_sends_nothing(string script)
    {
        _module.Run(GrantWeb);
        _module.Cluster.Writes.Clear();

        var result = _module.Run(script);

        Assert.Empty(result.Errors);
        Assert.Empty(_module.Cluster.Writes);
        Assert.Contains(
            _module.Host.Lines, line => line.Contains("What if:", StringComparison.Ordinal) && line.Contains(
                "psp:restricted", StringComparison.Ordinal));
    }

    [Fact]
    public void Role_and_binding_are_one_question_and_a_no_is_obeyed_and_said()
    {
        _module.Host.Agrees = false;

        _module.Run("Grant-PspUse restricted -User ann -Namespace team-a");

        Assert.Single(_module.Host.Questions);
        Assert.Empty(_module.Cluster.Writes);
    }

    [Fact]
    public void A_failure_takes_back_what_was_done_and_says_so()
    {
        _module.Cluster.Fault = write => write == 1 ? WriteFault.Refuse : WriteFault.None;
        var before = _module.Cluster.Contents;

        var error = Assert.Single(_module.Run(GrantWeb).Errors);

        Assert.StartsWith("ClusterAccessDenied,", error.FullyQualifiedErrorId, StringComparison.Ordinal);
        Assert.Equal(ErrorCategory.PermissionDenied, error.CategoryInfo.Category);
        Assert.Equal("restricted", error.TargetObject);
        Assert.EndsWith(
            "Role/team-a/psp:restricted, RoleBinding/team-a/psp:restricted are as before.", error.Exception.Message,
                StringComparison.Ordinal);
        Assert.Equal(before, _module.Cluster.Contents);
    }

    [Fact]
    public void Policies_come_from_the_pipeline_by_name()
    {
        _module.Run("Get-PodSecurityPolicy b* | Grant-PspUse -Group dev -ClusterWide -Confirm:$false");

        Assert.Equal(["Create ClusterRole/psp:baseline", "Create ClusterRoleBinding/psp:baseline"], _module.Cluster.Writes);
    }

    [Theory]
    [InlineData("Grant-PspUse")]
    [InlineData("Revoke-PspUse")]
    public void A_name_that_no_policy_can_have_is_an_error(string command)
    {
        var error = Assert.Single(_module.Run($"{command} restrict* -User ann -Namespace team-a -Confirm:$false").Errors);

        Assert.StartsWith("ClusterNameInvalid,", error.FullyQualifiedErrorId, StringComparison.Ordinal);
        Assert.Empty(_module.Cluster.Writes);
    }

    [Theory]
    [InlineData("Grant-PspUse restricted -ServiceAccount team-a:We_b", "ClusterNameInvalid")]
    [InlineData("Grant-PspUse restricted -User ann -Namespace 'a b'", "ClusterNameInvalid")]
    [InlineData("Revoke-PspUse restricted -User ann -Namespace 'a b'", "ClusterNameInvalid")]
    [InlineData("Grant-PspUse restricted -User '' -Namespace team-a", "SubjectMissing")]
    [InlineData("Revoke-PspUse restricted -Group '' -ClusterWide", "SubjectMissing")]
    public void Who_or_where_nobody_can_be_is_an_error_and_nothing_else_is_said(string script, string id)
    {
        var result = _module.Run($"{script} -Confirm:$false");

        Assert.StartsWith($"{id},", Assert.Single(result.Errors).FullyQualifiedErrorId, StringComparison.Ordinal);
        Assert.Empty(result.Warnings);
        Assert.Empty(_module.Cluster.Writes);
    }

    [Fact]
    public void What_somebody_added_to_a_role_of_this_module_is_kept_unless_forced()
    {
        var role = Role("team-a", "psp:restricted", Use("restricted"), Rule([""], ["secrets"], ["get"]));
        _module.Cluster.Add(ResourceTypes.Roles, Json(role.Labelled("app.kubernetes.io/managed-by", "PodSecurity")));

        var error = Assert.Single(_module.Run(GrantWeb).Errors);
        Assert.StartsWith("ObjectNotOurs,", error.FullyQualifiedErrorId, StringComparison.Ordinal);
        Assert.Empty(_module.Cluster.Writes);

        Assert.Empty(_module.Run($"{GrantWeb} -Force").Errors);
        Assert.Equal(["Replace Role/team-a/psp:restricted", "Create RoleBinding/team-a/psp:restricted"], _module.Cluster.Writes);
    }

    [Fact]
    public void A_role_to_which_somebody_added_something_outlives_the_last_grant()
    {
        var role = Role("team-a", "psp:restricted", Use("restricted"), Rule([""], ["secrets"], ["get"]));
        _module.Cluster.Add(ResourceTypes.Roles, Json(role.Labelled("app.kubernetes.io/managed-by", "PodSecurity")));
        var binding = In("team-a", "psp:restricted", "Role", "psp:restricted", Account("team-a", "web"));
        binding.Metadata.Labels["app.kubernetes.io/managed-by"] = "PodSecurity";
        _module.Cluster.Add(ResourceTypes.RoleBindings, Json(binding));

        Assert.Empty(_module.Run("Revoke-PspUse restricted -ServiceAccount team-a:web -Confirm:$false").Errors);

        Assert.Equal(["Delete RoleBinding/team-a/psp:restricted"], _module.Cluster.Writes);
    }

    [Fact]
    public void Who_is_named_twice_is_granted_once() =>
        Assert.Single(Grants("Grant-PspUse restricted, restricted -User ann, ann -Namespace team-a -Confirm:$false -PassThru"));

    [Fact]
    public void Proposals_come_from_the_pipeline_by_their_properties()
    {
        const string proposal =
            "[pscustomobject]@{ Policy = 'restricted'; Namespace = 'team-a'; ServiceAccount = @('team-a:web'); Group = @() }";

        var grant = Assert.Single(Grants($"{proposal} | Grant-PspUse -Confirm:$false -PassThru"));

        Assert.Equal(("restricted", "team-a", "ServiceAccount team-a:web"), (grant.Policy, grant.Namespace, grant.Subject));
        Assert.Null(Assert.Single(Grants($"{proposal} | Grant-PspUse -ClusterWide -Confirm:$false -PassThru")).Namespace);
        Assert.Empty(_module.Run($"{proposal} | Revoke-PspUse -ClusterWide -Confirm:$false").Errors);
        Assert.Empty(_module.Run($"{proposal} | Revoke-PspUse -Confirm:$false").Errors);
        Assert.Empty(Grants("Get-PspUse"));
    }

    [Fact]
    public void PassThru_gives_what_Get_gives()
    {
        var passed = Grants($"{GrantWeb} -PassThru");

        Assert.Equal(passed, Grants("Get-PspUse"));
        Assert.Equal(
            new PolicyGrant(
                "restricted", "ServiceAccount", "web", "team-a", "team-a", "RoleBinding/team-a/psp:restricted",
                    "Role/team-a/psp:restricted")
            {
                Cluster = "memory",
            },
            Assert.Single(passed));
    }

    [Fact]
    public void A_name_without_namespace_is_of_the_grants_namespace() =>
        Assert.Equal(
            "team-a", Assert.Single(
                Grants("Grant-PspUse restricted -ServiceAccount web -Namespace team-a -Confirm:$false -PassThru")).SubjectNamespace);

    [Theory]
    [InlineData("-ServiceAccount team-a:web", "team-a")]
    [InlineData("-ServiceAccount team-a:web, team-b:web", "team-a team-b")]
    [InlineData("-ServiceAccount team-a:web, web -User ann", "default team-a")]
    [InlineData("-User system:serviceaccount:team-a:web", "team-a")]
    [InlineData("-Group system:serviceaccounts:team-a", "team-a")]
    [InlineData("-Group system:serviceaccounts", "default")]
    [InlineData("-ServiceAccount team-a:web -Namespace team-b", "team-b")]
    public void A_service_accounts_own_namespace_is_the_default(string parameters, string expected)
    {
        var granted = Grants($"Grant-PspUse restricted {parameters} -Confirm:$false -PassThru");
        Assert.Equal(expected, string.Join(' ', granted.Select(grant => grant.Namespace).Distinct().Order(StringComparer.Ordinal)));

        Assert.Empty(_module.Run($"Revoke-PspUse restricted {parameters} -Confirm:$false").Errors);
        Assert.Empty(Grants("Get-PspUse"));
    }

    [Theory]
    [InlineData("Grant-PspUse restricted -ServiceAccount team-a:web -Namespace team-b -Confirm:$false")]
    [InlineData("Grant-PspUse restricted -Group system:serviceaccounts:team-a -Namespace team-b -Confirm:$false")]
    [InlineData("Revoke-PspUse restricted -ServiceAccount team-a:web -Namespace team-b -Confirm:$false")]
    [InlineData("Test-PspUse restricted -ServiceAccount team-a:web -Namespace team-b")]
    [InlineData("Test-PspUse restricted -User system:serviceaccount:team-a:web -Namespace team-b")]
    public void A_namespace_that_is_not_the_accounts_own_draws_a_warning(string script) => Assert.Contains(
        "is of namespace team-a: in team-b the use counts only for pods that it creates there itself", Assert.Single(
            _module.Run(script).Warnings), StringComparison.Ordinal);

    [Theory]
    [InlineData("-ServiceAccount team-a:web", nameof(PolicyGrantStatus.Effective))]
    [InlineData("-ServiceAccount team-a:web -ClusterWide", nameof(PolicyGrantStatus.Effective))]
    [InlineData("-ServiceAccount team-a:web -Namespace team-b", nameof(PolicyGrantStatus.CreatorOnly))]
    [InlineData("-Group system:serviceaccounts:team-a -Namespace team-b", nameof(PolicyGrantStatus.CreatorOnly))]
    [InlineData("-ServiceAccount team-a:wbe", nameof(PolicyGrantStatus.SubjectMissing))]
    [InlineData("-User ann", nameof(PolicyGrantStatus.Effective))]
    public void A_grant_says_whether_it_reaches_pods(string parameters, string expected)
    {
        _module.Run($"Grant-PspUse restricted {parameters} -Confirm:$false");
        Assert.Equal(expected, Assert.Single(Grants("Get-PspUse")).Status);
    }

    [Fact]
    public void Where_service_accounts_may_not_be_listed_they_are_not_called_missing()
    {
        _module.Run("Grant-PspUse restricted -ServiceAccount team-a:web -Confirm:$false");
        _module.Cluster.Unreadable.Add(ResourceTypes.ServiceAccounts);
        Assert.Equal(nameof(PolicyGrantStatus.Effective), Assert.Single(Grants("Get-PspUse")).Status);
    }

    [Fact]
    public void As_yaml_a_grant_is_its_objects_once_each_and_no_cluster_is_asked()
    {
        _module.Failure = new ClusterException(ClusterFailure.Connection, "No route.");

        var result = _module.Run("""
            [pscustomobject]@{ Policy = 'restricted'; ServiceAccount = 'team-a:web' }, [pscustomobject]@{ Policy = 'restricted'; ServiceAccount = 'team-a:job' } |
                Grant-PspUse -AsYaml
            """);

        Assert.Empty(result.Errors);
        Assert.Equal(2, result.Output.Count);
        var yaml = string.Join('\n', result.Output);
        Assert.Contains("kind: Role\n", yaml, StringComparison.Ordinal);
        Assert.Contains("---\n", yaml, StringComparison.Ordinal);
        Assert.Contains("name: web", yaml, StringComparison.Ordinal);
        Assert.Contains("name: job", yaml, StringComparison.Ordinal);
    }

    [Fact]
    public void The_contexts_namespace_is_the_default() =>
        Assert.Equal("default", Assert.Single(Grants("Grant-PspUse restricted -User ann -Confirm:$false -PassThru")).Namespace);

    [Fact]
    public void A_policy_that_does_not_exist_is_warned_about()
    {
        var result = _module.Run("Grant-PspUse restrikted -User ann -Confirm:$false");

        Assert.Contains("There is no PodSecurityPolicy 'restrikted'", Assert.Single(result.Warnings), StringComparison.Ordinal);
        Assert.Equal(2, _module.Cluster.Writes.Count);
    }

    [Fact]
    public void What_others_made_is_changed_only_with_force()
    {
        Add(ClusterRole("psp:restricted", Use()));

        var error = Assert.Single(_module.Run("Grant-PspUse restricted -User ann -ClusterWide -Confirm:$false").Errors);
        Assert.StartsWith("ObjectNotOurs,", error.FullyQualifiedErrorId, StringComparison.Ordinal);
        Assert.Empty(_module.Cluster.Writes);

        _module.Run("Grant-PspUse restricted -User ann -ClusterWide -Force -Confirm:$false");
        Assert.Equal(["Replace ClusterRole/psp:restricted", "Create ClusterRoleBinding/psp:restricted"], _module.Cluster.Writes);
    }

    [Theory]
    [InlineData("Grant-PspUse restricted -Namespace team-a", "SubjectMissing", ErrorCategory.InvalidArgument)]
    [InlineData("Grant-PspUse restricted -ServiceAccount a:b:c", "ServiceAccountInvalid", ErrorCategory.InvalidArgument)]
    [InlineData("Grant-PspUse restricted -ServiceAccount web -ClusterWide", "ServiceAccountInvalid", ErrorCategory.InvalidArgument)]
    [InlineData("Grant-PspUse restricted -User ann -Namespace team-a -ClusterWide", "ScopeAmbiguous", ErrorCategory.InvalidArgument)]
    [InlineData("Test-PspUse restricted -ServiceAccount a:b -User ann", "IdentityAmbiguous", ErrorCategory.InvalidArgument)]
    [InlineData("Get-PspUse nosuch", "PolicyNotFound", ErrorCategory.ObjectNotFound)]
    public void Errors_have_constant_ids(string script, string id, ErrorCategory category)
    {
        var error = Assert.Single(_module.Run(script).Errors);

        Assert.StartsWith($"{id},", error.FullyQualifiedErrorId, StringComparison.Ordinal);
        Assert.Equal(category, error.CategoryInfo.Category);
        Assert.NotNull(error.TargetObject);
    }

    [Fact]
    public void Revoking_takes_what_was_granted()
    {
        var before = _module.Cluster.Contents;
        _module.Run(GrantWeb);

        var result = _module.Run("Revoke-PspUse restricted -ServiceAccount team-a:web -Namespace team-a -Confirm:$false");

        Assert.Empty(result.Errors);
        Assert.Empty(result.Warnings);
        Assert.Equal(before, _module.Cluster.Contents);
        Assert.Empty(_module.Run("Revoke-PspUse restricted -ServiceAccount team-a:web -Namespace team-a -Confirm:$false").Errors);
    }

    [Fact]
    public void Grants_are_revoked_from_the_pipeline()
    {
        var before = _module.Cluster.Contents;
        _module.Run($"{GrantWeb}; Grant-PspUse baseline -Group dev -ClusterWide -Confirm:$false");

        var result = _module.Run("Get-PspUse | Revoke-PspUse -Confirm:$false");

        Assert.Empty(result.Errors);
        Assert.Equal(before, _module.Cluster.Contents);
    }

    [Fact]
    public void A_declined_revocation_still_gives_the_use()
    {
        _module.Run(GrantWeb);
        _module.Host.Agrees = false;

        var result = _module.Run("Revoke-PspUse restricted -ServiceAccount team-a:web -Namespace team-a");

        Assert.Contains("RoleBinding/team-a/psp:restricted", result.Warnings[^1], StringComparison.Ordinal);
    }

    [Fact]
    public void The_administrator_of_a_namespace_can_revoke_what_holds_there()
    {
        _module.Run(GrantWeb);
        _module.Cluster.Unreadable.Add(ResourceTypes.ClusterRoles);

        var result = _module.Run("Revoke-PspUse restricted -ServiceAccount team-a:web -Namespace team-a -Confirm:$false");

        Assert.Empty(result.Errors);
        Assert.Contains("is not known", Assert.Single(result.Warnings), StringComparison.Ordinal);
        Assert.Equal("Delete Role/team-a/psp:restricted", _module.Cluster.Writes[^1]);
    }

    [Fact]
    public void What_still_gives_the_use_is_a_warning()
    {
        Add(ClusterRole("all", Use()));
        Add(Everywhere("everybody", "all", Group("system:authenticated")));
        _module.Run(GrantWeb);

        var result = _module.Run("Revoke-PspUse restricted -ServiceAccount team-a:web -Namespace team-a -Confirm:$false");

        Assert.Equal(
            ["restricted may still be used: ClusterRoleBinding/everybody of ClusterRole/all to Group system:authenticated."],
                result.Warnings);
    }

    [Theory]
    [InlineData("Get-PspUse", "restricted:dev restricted:web baseline:dev gone:bob")]
    [InlineData("Get-PspUse r*", "restricted:dev restricted:web")]
    [InlineData("Get-PspUse gone", "gone:bob")]
    [InlineData("Get-PspUse no*", "")]
    [InlineData("Get-PspUse -ServiceAccount team-a:web", "restricted:web")]
    [InlineData("Get-PspUse -User ann -Group dev", "restricted:dev baseline:dev")]
    [InlineData("Get-PspUse -Namespace team-b", "restricted:dev baseline:dev gone:bob")]
    [InlineData("Get-PodSecurityPolicy restricted | Get-PspUse", "restricted:dev restricted:web")]
    public void Grants_are_found_by_policy_place_and_identity(string script, string expected)
    {
        Add(ClusterRole("all", Use()));
        Add(ClusterRole("stale", Use("gone")));
        Add(Role("team-a", "local", Use("restricted")));
        Add(Everywhere("dev", "all", Group("dev")));
        Add(Everywhere("stale", "stale", User("bob")));
        Add(In("team-a", "web", "Role", "local", Account(null, "web")));

        Assert.Equal(
            expected.Split(' ', StringSplitOptions.RemoveEmptyEntries).Order(), Grants(script).Select(
                grant => $"{grant.Policy}:{grant.SubjectName}").Order());
    }

    [Theory]
    [InlineData("-ServiceAccount team-a:web -Namespace team-a", true, "system:serviceaccount:team-a:web", "team-a")]
    [InlineData("-ServiceAccount web -Namespace team-a", true, "system:serviceaccount:team-a:web", "team-a")]
    [InlineData("-ServiceAccount team-a:web -Namespace team-b", false, "system:serviceaccount:team-a:web", "team-b")]
    [InlineData("-ServiceAccount team-a:web", true, "system:serviceaccount:team-a:web", "team-a")]
    [InlineData("-ServiceAccount team-a:web -ClusterWide", false, "system:serviceaccount:team-a:web", null)]
    [InlineData("-User ann", false, "ann", "default")]
    [InlineData("-Group dev", false, "dev, system:authenticated", "default")]
    public void Testing_asks_the_authorizer(string parameters, bool allowed, string identity, string? @namespace)
    {
        _module.Run(GrantWeb);

        var result = (PspUseTestResult)Assert.Single(_module.Run($"Test-PspUse restricted {parameters}").Output).BaseObject;

        Assert.Equal(("restricted", identity, @namespace, allowed), (result.Policy, result.Identity, result.Namespace, result.Allowed));
        Assert.Equal(
            allowed
                ? "RBAC: allowed by RoleBinding \"psp:restricted/team-a\" of Role \"psp:restricted\" to ServiceAccount \"web/team-a\""
                : "", result.Reason);
    }

    [Fact]
    public void The_old_api_group_counts_too()
    {
        Add(ClusterRole("old", Rule(["extensions"], ["podsecuritypolicies"], ["use"])));
        Add(Everywhere("old", "old", User("ann")));

        Assert.True(((PspUseTestResult)_module.Run("Test-PspUse restricted -User ann").Output.Single().BaseObject).Allowed);
    }

    private List<PolicyGrant> Grants(string script)
    {
        var result = _module.Run(script);
        Assert.Empty(result.Errors);
        return [.. result.Output.Select(item => (PolicyGrant)item.BaseObject)];
    }

    private void Add(RbacRole role) => _module.Cluster.Add(
        role.Kind == RbacKinds.Role ? ResourceTypes.Roles : ResourceTypes.ClusterRoles,
        JsonSerializer.SerializeToNode(role, KubernetesJson.Default.RbacRole)!.AsObject());

    private void Add(RbacBinding binding) => _module.Cluster.Add(
        binding.Kind == RbacKinds.RoleBinding ? ResourceTypes.RoleBindings : ResourceTypes.ClusterRoleBindings,
        JsonSerializer.SerializeToNode(binding, KubernetesJson.Default.RbacBinding)!.AsObject());

    private static System.Text.Json.Nodes.JsonObject Json(PodSecurityPolicy policy) =>
        JsonSerializer.SerializeToNode(policy, KubernetesJson.Default.PodSecurityPolicy)!.AsObject();

    private static System.Text.Json.Nodes.JsonObject Json(RbacRole role) =>
        JsonSerializer.SerializeToNode(role, KubernetesJson.Default.RbacRole)!.AsObject();

    private static System.Text.Json.Nodes.JsonObject Json(RbacBinding binding) =>
        JsonSerializer.SerializeToNode(binding, KubernetesJson.Default.RbacBinding)!.AsObject();
}
