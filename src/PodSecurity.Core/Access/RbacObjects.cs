using System.Text.Json;
using System.Text.Json.Serialization;

namespace PodSecurity.Access;

/// <summary>A Role or ClusterRole (rbac.authorization.k8s.io/v1). Unknown fields are kept.</summary>
public sealed class RbacRole : ExtensibleObject
{
    public string ApiVersion { get; set; } = "rbac.authorization.k8s.io/v1";

    /// <summary><c>Role</c> or <c>ClusterRole</c>.</summary>
    public string Kind { get; set; } = "ClusterRole";
    public ObjectMetadata Metadata { get; set; } = new();
    public IList<RbacRule>? Rules { get; set; }

    /// <summary>Set: the server fills <see cref="Rules"/> from the cluster roles that match.</summary>
    public JsonElement? AggregationRule { get; set; }
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
    public string Kind { get; set; } = "ClusterRoleBinding";
    public ObjectMetadata Metadata { get; set; } = new();
    public RbacRoleReference RoleRef { get; set; } = new();
    public IList<RbacSubject>? Subjects { get; set; }
}

/// <summary>The role that a binding gives.</summary>
public sealed class RbacRoleReference : ExtensibleObject
{
    public string ApiGroup { get; set; } = "rbac.authorization.k8s.io";
    public string Kind { get; set; } = "ClusterRole";
    public string Name { get; set; } = "";
}

/// <summary>Somebody to whom a binding gives a role.</summary>
public sealed class RbacSubject : ExtensibleObject
{
    public string? ApiGroup { get; set; }

    /// <summary><c>User</c>, <c>Group</c> or <c>ServiceAccount</c>.</summary>
    public string Kind { get; set; } = "";
    public string Name { get; set; } = "";

    /// <summary>Only of a ServiceAccount.</summary>
    public string? Namespace { get; set; }
}
