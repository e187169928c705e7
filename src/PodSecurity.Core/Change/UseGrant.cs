using System.Text.Json;
using System.Text.Json.Nodes;
using PodSecurity.Access;
using PodSecurity.Api;
using PodSecurity.Api.Decoding;

namespace PodSecurity.Change;

/// <summary>
/// The use of one policy for some subjects, in one namespace or everywhere, as this module writes it: a role <c>psp:POLICY</c> that gives
/// this use and nothing else, and a binding of the same name. In a namespace the role is a Role, so that its administrators can do it.
/// </summary>
/// <param name="Namespace">Null means everywhere.</param>
public sealed record UseGrant(string Policy, string? Namespace, IReadOnlyList<RbacSubject> Subjects)
{
    /// <summary>The name of role and binding.</summary>
    public string ObjectName => $"psp:{Policy}";

    /// <summary>The command line that makes the grant.</summary>
    public string Command => GrantCommand.Of(Policy, Subjects, Namespace);

    public ResourceType RoleType => Namespace is null ? ResourceTypes.ClusterRoles : ResourceTypes.Roles;

    public ResourceType BindingType => Namespace is null ? ResourceTypes.ClusterRoleBindings : ResourceTypes.RoleBindings;

    /// <summary>The grant as it shows once it is made.</summary>
    public IEnumerable<PolicyGrant> Grants() => Subjects.Select(subject => new PolicyGrant(
        Policy, subject.Kind, subject.Name, subject.Namespace, Namespace,
        ObjectPath.Of(BindingType.Kind, Namespace, ObjectName), ObjectPath.Of(RoleType.Kind, Namespace, ObjectName)));

    /// <summary>The grants as few as they can be: one for each policy and namespace, with everybody that it names there.</summary>
    public static IEnumerable<UseGrant> Merge(IEnumerable<UseGrant> grants) => grants.GroupBy(
        grant => (grant.Policy, grant.Namespace),
        (key, same) => new UseGrant(
            key.Policy, key.Namespace, [.. same.SelectMany(grant => grant.Subjects).DistinctBy(subject => subject.ToString())]));

    /// <summary>The role and the binding as they are where there was nothing before, to be kept in files.</summary>
    public IReadOnlyList<JsonObject> Objects() => [WantedRole(null).ToJson(), WantedBinding(null).ToJson()];

    /// <summary>What has to be written so that the grant holds; nothing when it does.</summary>
    /// <param name="role">The role of this name as it is; null when there is none.</param>
    /// <param name="binding">The binding of this name as it is; null when there is none.</param>
    /// <param name="takeOver">Write over objects that somebody else made.</param>
    public UsePlan PlanGrant(RbacRole? role, RbacBinding? binding, bool takeOver)
    {
        var (wantedRole, wantedBinding) = (WantedRole(role), WantedBinding(binding));
        List<string> foreign = [];
        if (!takeOver && role is not null && wantedRole != role && !(role.Metadata.IsOurs() && role.GivesNothingBut(Policy)))
        {
            foreign.Add(role.ToString());
        }

        if (!takeOver && binding is not null && wantedBinding != binding && !(binding.Metadata.IsOurs() && Refers(binding)))
        {
            foreign.Add(binding.ToString());
        }

        return foreign.Count > 0 ? new UsePlan([], foreign) : UsePlan.Of(
            new ObjectChange(RoleType, Namespace, ObjectName, role?.ToJson(), wantedRole.ToJson()),
            new ObjectChange(BindingType, Namespace, ObjectName, binding?.ToJson(), wantedBinding.ToJson()));
    }

    /// <summary>
    /// What has to be written so that the subjects no longer have this grant: they leave the bindings that this module made, a binding
    /// that nobody is left in goes, and so does its role when nothing else refers to it. What others made stays, unless it is to be taken
    /// over; a role to which others added something stays in any case.
    /// </summary>
    /// <param name="roles">Those of the grant's namespace and all cluster roles; all of the cluster for a grant everywhere.</param>
    /// <param name="bindings">Likewise.</param>
    /// <param name="takeOver">Also take the subjects out of others' bindings to roles that give this use and nothing else.</param>
    public UsePlan PlanRevoke(IReadOnlyCollection<RbacRole> roles, IReadOnlyCollection<RbacBinding> bindings, bool takeOver)
    {
        var catalog = new RoleCatalog(roles);
        var affected = bindings.Where(binding => binding.Scope == Namespace && Subjects.Any(binding.Names)
            && (IsOurs(binding) || (takeOver && catalog.Find(binding.RoleRef, Namespace)?.GivesOnlyUseOf(Policy) == true))).ToList();
        var emptied = affected.Where(binding => Without(binding).Subjects!.Count == 0).ToHashSet();
        var unused = roles.Where(
            role => IsOurs(role) && role.GivesNothingBut(Policy) && emptied.Any(RefersTo(role)) && !bindings.Except(emptied).Any(
                RefersTo(role)));
        return UsePlan.Of([
            .. affected.Select(binding => new ObjectChange(
                BindingType, Namespace, binding.Metadata.Name, binding.ToJson(), emptied.Contains(binding) ? null : Without(
                    binding).ToJson())),
            .. unused.Select(role => new ObjectChange(RoleType, Namespace, role.Metadata.Name, role.ToJson(), null)),
        ]);

        Func<RbacBinding, bool> RefersTo(RbacRole role) => binding => catalog.Find(binding.RoleRef, binding.Scope) == role;
    }

    /// <summary>What still lets the subjects use the policy, where this grant spoke, once changes of a plan are made.</summary>
    public IEnumerable<PolicyGrant> Remaining(
        IEnumerable<RbacRole> roles, IEnumerable<RbacBinding> bindings, IReadOnlyCollection<ObjectChange> made)
    {
        var changed = made.Select(change => change.Target).ToHashSet();
        var rewritten = made.Where(change => change.Type == BindingType && change.After is not null)
            .Select(change => change.After.Deserialize(KubernetesJson.Default.RbacBinding)!);
        var access = new PolicyAccess(
            roles.Where(role => !changed.Contains(role.ToString())),
            bindings.Where(binding => !changed.Contains(binding.ToString())).Concat(rewritten));
        var identities = Subjects.Select(subject => subject.ToIdentity()).ToList();
        return access.Grants([Policy]).Where(grant => grant.Policy == Policy && identities.Any(grant.AppliesTo)
            && (Namespace is null || grant.Namespace is null || grant.Namespace == Namespace));
    }

    private bool IsOurs(RbacBinding binding) => binding.Metadata.Name == ObjectName && binding.Metadata.IsOurs();

    private bool IsOurs(RbacRole role) => role.Metadata.Name == ObjectName && role.Kind == RoleType.Kind && role.Metadata.IsOurs();

    private bool Refers(RbacBinding binding) => binding.RoleRef.Kind == RoleType.Kind && binding.RoleRef.Name == ObjectName;

    // Whoever made a role that gives just this: it serves.
    internal RbacRole WantedRole(RbacRole? present) => present is not null && present.GivesOnlyUseOf(Policy) ? present : new()
    {
        Kind = RoleType.Kind,
        Metadata = Marked(present?.Metadata),
        Rules = [PolicyUseRequest.RuleFor(Policy)],
    };

    internal RbacBinding WantedBinding(RbacBinding? present)
    {
        // The subjects of a binding to another role would get what nobody asked for: they are not kept.
        var kept = present is not null && Refers(present) ? present : null;
        var missing = Subjects.Where(subject => kept?.Names(subject) != true).ToList();
        return kept is not null && missing.Count == 0 ? kept : new()
        {
            Kind = BindingType.Kind,
            Metadata = Marked(present?.Metadata),
            RoleRef = new() { Kind = RoleType.Kind, Name = ObjectName },
            Subjects = [.. kept?.Subjects ?? [], .. missing],
        };
    }

    private RbacBinding Without(RbacBinding binding) => new()
    {
        Kind = binding.Kind,
        Metadata = binding.Metadata,
        RoleRef = binding.RoleRef,
        Subjects = [.. (binding.Subjects ?? []).Where(present => !Subjects.Any(subject => binding.Same(present, subject)))],
        UnknownJson = binding.UnknownJson,
    };

    private ObjectMetadata Marked(ObjectMetadata? present) => (present ?? new() { Name = ObjectName, Namespace = Namespace }).Marked();
}

/// <summary>The changes that bring about what was asked, or the objects that stand in the way.</summary>
/// <param name="Changes">In order; empty when everything is as asked.</param>
/// <param name="Foreign">Objects that would have to be written over and that somebody else made; then there are no changes.</param>
public sealed record UsePlan(IReadOnlyList<ObjectChange> Changes, IReadOnlyList<string> Foreign)
{
    internal static UsePlan Of(params IEnumerable<ObjectChange> changes) =>
        new([.. changes.Where(change => change.Action != ChangeAction.None)], []);
}
