using System.Management.Automation;
using PodSecurity.Access;
using PodSecurity.Api;
using PodSecurity.Cluster;
using PodSecurity.Commands.Shared;
using PodSecurity.Completion;
using PodSecurity.Errors;
using PodSecurity.Inputs;
using PodSecurity.Verdicts;

namespace PodSecurity.Commands;

/// <summary>
/// Who may use which policy, through which binding and role; grants that give nothing (a policy or role is missing) included.
/// </summary>
[Cmdlet(VerbsCommon.Get, "PspUse")]
[OutputType(typeof(PolicyGrant))]
public sealed class GetPspUseCommand : PspUseReadCommand
{
    private PolicyState? _state;
    private IReadOnlyList<PolicyGrant> _grants = [];

    /// <summary>Names of policies, or wildcards; default: all.</summary>
    [Parameter(Position = 0, ValueFromPipelineByPropertyName = true)]
    [Alias("Name")]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(PolicyNameCompleter))]
    public string[]? Policy { get; set; }

    /// <summary>Only grants that hold in this namespace; default: grants in every namespace.</summary>
    [Parameter]
    [Alias("Ns")]
    [ArgumentCompleter(typeof(NamespaceCompleter))]
    public string? Namespace { get; set; }

    protected override async Task ProcessRecordAsync()
    {
        var gateway = await GatewayAsync();
        if (_state is null)
        {
            _state = await ReadAsync(gateway);
            var grants = new PolicyAccess(_state.Roles, _state.Bindings).Grants(_state.Policies.Select(policy => policy.Name)).ToList();
            var accounts = grants.Exists(grant => grant.SubjectKind == RbacKinds.ServiceAccount) ? await ExistingAccounts.ReadAsync(
                gateway, WriteVerbose, StopToken) : null;
            _grants = [.. grants.Select(grant => grant.WithReach(accounts))
                .OrderBy(grant => grant.Policy is null, Comparer<bool>.Default).ThenBy(grant => grant.Policy, StringComparer.Ordinal)];
        }

        var identity = IdentityIn(Namespace ?? gateway.Identity.DefaultNamespace);
        var names = new NameFilter(Policy);
        foreach (var policy in _state.Policies)
        {
            names.Matches(policy.Name);
        }

        foreach (var grant in _grants)
        {
            if (Matches(names, grant) && (identity is null || grant.AppliesTo(identity)) && HoldsInNamespace(grant))
            {
                WriteObject(grant with { Cluster = gateway.Identity.Name });
            }
        }

        foreach (var name in names.Missing)
        {
            Report(ModuleError.PolicyNotFound(name, gateway.Identity));
        }
    }

    // The grants outlive the policies: what is left of them is found on Kubernetes 1.25 and later, too.
    private async Task<PolicyState> ReadAsync(IClusterGateway gateway)
    {
        if (await gateway.ServesAsync(ResourceTypes.PodSecurityPolicies, StopToken))
        {
            return await PolicyStateReader.ReadAsync(gateway, StopToken, ReportUnreadable);
        }
        WriteVerbose($"{gateway.Identity} serves no PodSecurityPolicy: what is granted is the use of policies that are not there.");
        return await PolicyStateReader.ReadRbacAsync(gateway, StopToken, ReportUnreadable);
    }

    // What a missing role would give is unknown: it shows when all is asked for.
    private bool Matches(NameFilter names, PolicyGrant grant) => grant.Policy is { } policy ? names.Matches(policy) : Policy is null;

    private bool HoldsInNamespace(PolicyGrant grant) => Namespace is null || grant.Namespace is null || grant.Namespace == Namespace;
}
