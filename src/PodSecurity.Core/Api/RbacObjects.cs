using System.Text.Json.Serialization;

namespace PodSecurity.Api;

/// <summary>The kinds of RBAC objects and of their subjects.</summary>
public static class RbacKinds
{
    public const string ApiGroup = "rbac.authorization.k8s.io";
    public const string Role = "Role";
    public const string ClusterRole = "ClusterRole";
    public const string RoleBinding = "RoleBinding";
    public const string ClusterRoleBinding = "ClusterRoleBinding";
    public const string User = "User";
    public const string Group = "Group";
    public const string ServiceAccount = "ServiceAccount";
}

/// <summary>A Role or ClusterRole (rbac.authorization.k8s.io/v1). Unknown fields are kept.</summary>
public sealed class RbacRole : ExtensibleObject
{
    public string ApiVersion { get; set; } = "rbac.authorization.k8s.io/v1";

    /// <summary><c>Role</c> or <c>ClusterRole</c>.</summary>
    public string Kind { get; set; } = RbacKinds.ClusterRole;
    public ObjectMetadata Metadata { get; set; } = new();
    public IList<RbacRule>? Rules { get; set; }

    /// <summary>Set: a controller of the cluster overwrites <see cref="Rules"/> with those of the cluster roles that match.</summary>
    public AggregationRule? AggregationRule { get; set; }

    /// <summary>For example <c>ClusterRole/psp:restricted</c> or <c>Role/team-a/psp:restricted</c>.</summary>
    public override string ToString() => ObjectPath.Of(Kind, Metadata);

    [JsonIgnore]
    internal bool IsClusterWide => Kind == RbacKinds.ClusterRole;
}

/// <summary>A policy rule of a role.</summary>
public sealed class RbacRule : ExtensibleObject
{
    public IList<string>? ApiGroups { get; set; }
    public IList<string>? Resources { get; set; }
    public IList<string>? Verbs { get; set; }
    public IList<string>? ResourceNames { get; set; }

    [JsonPropertyName("nonResourceURLs")]
    public IList<string>? NonResourceURLs { get; set; }
}

/// <summary>A RoleBinding or ClusterRoleBinding (rbac.authorization.k8s.io/v1). Unknown fields are kept.</summary>
public sealed class RbacBinding : ExtensibleObject
{
    public string ApiVersion { get; set; } = "rbac.authorization.k8s.io/v1";

    /// <summary><c>RoleBinding</c> or <c>ClusterRoleBinding</c>.</summary>
    public string Kind { get; set; } = RbacKinds.ClusterRoleBinding;
    public ObjectMetadata Metadata { get; set; } = new();
    public RbacRoleReference RoleRef { get; set; } = new();
    public IList<RbacSubject>? Subjects { get; set; }

    /// <summary>For example <c>ClusterRoleBinding/psp:restricted</c> or <c>RoleBinding/team-a/psp:restricted</c>.</summary>
    public override string ToString() => ObjectPath.Of(Kind, Metadata);

    /// <summary>Where the binding holds; null means everywhere.</summary>
    [JsonIgnore]
    internal string? Scope => Kind == RbacKinds.ClusterRoleBinding ? null : Metadata.Namespace ?? "";
}

/// <summary>The role that a binding gives.</summary>
public sealed class RbacRoleReference : ExtensibleObject
{
    public string ApiGroup { get; set; } = RbacKinds.ApiGroup;
    public string Kind { get; set; } = RbacKinds.ClusterRole;
    public string Name { get; set; } = "";
}

/// <summary>Somebody to whom a binding gives a role.</summary>
public sealed class RbacSubject : ExtensibleObject
{
    public static RbacSubject ForUser(string name) => new() { ApiGroup = RbacKinds.ApiGroup, Kind = RbacKinds.User, Name = name };

    public static RbacSubject ForGroup(string name) => new() { ApiGroup = RbacKinds.ApiGroup, Kind = RbacKinds.Group, Name = name };

    public static RbacSubject ForServiceAccount(string @namespace, string name) =>
        new() { Kind = RbacKinds.ServiceAccount, Name = name, Namespace = @namespace };

    public string? ApiGroup { get; set; }

    /// <summary><c>User</c>, <c>Group</c> or <c>ServiceAccount</c>.</summary>
    public string Kind { get; set; } = "";
    public string Name { get; set; } = "";

    /// <summary>Only of a ServiceAccount.</summary>
    public string? Namespace { get; set; }

    /// <summary>
    /// The namespace whose pods run as this subject: of a service account, however it is named, and of all service accounts of a namespace.
    /// Null for everybody else.
    /// </summary>
    [JsonIgnore]
    public string? HomeNamespace => (Kind, Name.Split(':')) switch
    {
        (RbacKinds.ServiceAccount, _) => Namespace,
        (RbacKinds.User, ["system", "serviceaccount", var home, _]) => home,
        (RbacKinds.Group, ["system", "serviceaccounts", var home]) => home,
        _ => null,
    };

    /// <summary>For example <c>Group system:authenticated</c> or <c>ServiceAccount team-a:web</c>.</summary>
    public override string ToString() => Kind == RbacKinds.ServiceAccount ? $"{Kind} {Namespace}:{Name}" : $"{Kind} {Name}";

    /// <summary>The identity of which this subject speaks; of a group, somebody who is in this one only.</summary>
    public PolicyIdentity ToIdentity() => Kind switch
    {
        RbacKinds.Group => PolicyIdentity.ForUser("", [Name]),
        RbacKinds.ServiceAccount => PolicyIdentity.ForServiceAccount(Namespace ?? "", Name),
        _ => PolicyIdentity.ForUser(Name),
    };

    /// <summary>
    /// The namespace of a service account: its own, or else the binding's; null when neither has one, so that nobody is meant.
    /// </summary>
    internal string? NamespaceIn(RbacBinding binding) =>
        (Namespace is { Length: > 0 } ? Namespace : binding.Scope) is { Length: > 0 } found ? found : null;
}
