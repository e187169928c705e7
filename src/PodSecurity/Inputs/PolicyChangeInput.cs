using PodSecurity.Access;
using PodSecurity.Api;
using PodSecurity.Api.Decoding;
using PodSecurity.Coverage;
using PodSecurity.Errors;
using PodSecurity.Hosting;
using PodSecurity.Impact;
using PodSecurity.Manifests;
using PodSecurity.Verdicts;

namespace PodSecurity.Inputs;

/// <summary>Makes a change of policies and grants out of what a user names and gives.</summary>
internal sealed class PolicyChangeInput(PodSecurityCommand command, object place)
{
    private const string GrantRole = "psp-change:granted";

    /// <param name="removed">Names of policies, or <c>Kind/name</c> and <c>Kind/namespace/name</c> of roles and bindings; wildcards
    /// allowed.</param>
    /// <param name="added">Policies, roles and bindings.</param>
    /// <param name="grantTo">Who may use the added policies everywhere.</param>
    /// <param name="plan">Proposals that are carried out.</param>
    public PolicyChange Read(
        PolicyState state, IReadOnlyCollection<string> removed, IEnumerable<ManifestDocument> added, IReadOnlyCollection<string> grantTo,
        IReadOnlyCollection<PspCoverage> plan)
    {
        var policies = new NameFilter([.. removed.Where(name => !name.Contains('/'))]);
        var rbac = new NameFilter([.. removed.Where(name => name.Contains('/'))]);
        var keys = state.Roles.Select(RbacKey.Of).Concat(state.Bindings.Select(RbacKey.Of));
        var change = new PolicyChange
        {
            RemovedPolicies = [.. state.Policies.Select(policy => policy.Name).Where(policies.Matches)],
            RemovedRbac = [.. keys.Where(key => rbac.Matches(key.ToString()))],
        };
        foreach (var name in policies.Missing.Concat(rbac.Missing))
        {
            command.Report(ModuleError.ObjectToRemoveNotFound(name, place));
        }
        change = added.Aggregate(change, Add);
        change = grantTo.Count == 0 ? change : WithGrant(change, grantTo);
        return CoveragePlan.AddTo(
            change, state, plan, (grant, refused) => command.Report(ModuleError.ObjectNotOurs(grant.Policy, refused.Foreign, place)));
    }

    private PolicyChange Add(PolicyChange change, ManifestDocument document)
    {
        try
        {
            if (PolicyDecoder.Decode(document) is { } policy)
            {
                return change with { Policies = [.. change.Policies, policy] };
            }
            if (RbacDecoder.DecodeRole(document) is { } role)
            {
                return change with { Roles = [.. change.Roles, role] };
            }
            if (RbacDecoder.DecodeBinding(document) is { } binding)
            {
                return change with { Bindings = [.. change.Bindings, binding] };
            }
            command.WriteVerbose($"{document.Source}: skipped, a {ManifestType.Read(document).Kind} is no policy, role or binding.");
        }
        catch (ManifestException e)
        {
            command.WriteFailure(e, e.DocumentSource.Origin);
        }
        return change;
    }

    private PolicyChange WithGrant(PolicyChange change, IReadOnlyCollection<string> grantTo) => change with
    {
        Roles =
        [
            .. change.Roles,
            new RbacRole
            {
                Metadata = new() { Name = GrantRole },
                Rules = [PolicyUseRequest.RuleFor(change.Policies.Select(policy => policy.Name))],
            },
        ],
        Bindings =
        [
            .. change.Bindings,
            new RbacBinding { Metadata = new() { Name = GrantRole }, RoleRef = new() { Name = GrantRole }, Subjects = Subjects(grantTo) },
        ],
    };

    private List<RbacSubject> Subjects(IEnumerable<string> grantTo)
    {
        var subjects = new List<RbacSubject>();
        foreach (var text in grantTo)
        {
            if (ToSubject(text) is { } subject)
            {
                subjects.Add(subject);
            }
            else
            {
                command.ThrowTerminatingError(ModuleError.SubjectInvalid(text));
            }
        }
        return subjects;
    }

    private static RbacSubject? ToSubject(string text) => text.Split(':') switch
    {
        ["User", .. var name] => new() { Kind = RbacKinds.User, Name = string.Join(':', name) },
        ["Group", .. var name] => new() { Kind = RbacKinds.Group, Name = string.Join(':', name) },
        ["system", ..] => new() { Kind = RbacKinds.Group, Name = text },
        [var @namespace, var name] => new() { Kind = RbacKinds.ServiceAccount, Namespace = @namespace, Name = name },
        _ => null,
    };
}
