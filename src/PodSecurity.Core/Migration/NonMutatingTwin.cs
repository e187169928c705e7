using System.Text.Json;
using PodSecurity.Access;
using PodSecurity.Api;
using PodSecurity.Api.Decoding;
using PodSecurity.Change;
using PodSecurity.Text;
using PodSecurity.Verdicts;

namespace PodSecurity.Migration;

/// <summary>
/// A policy that demands what another one does, without the fields that only write: a pod that needs none of them is admitted by it, so
/// that
/// the other one's name on a pod tells who still does. It sorts before the other, and may be used by the same.
/// </summary>
internal sealed class NonMutatingTwin
{
    private const string Prefix = "0-";

    private NonMutatingTwin(
        PodSecurityPolicy original, PodSecurityPolicy policy, IReadOnlyList<string> edits, IReadOnlyList<UseGrant> grants) =>
        (Original, Policy, Edits, Grants) = (original, policy, edits, grants);

    public PodSecurityPolicy Original { get; }
    public PodSecurityPolicy Policy { get; }

    /// <summary>What makes the twin of the original, as statements about <c>$twin</c>.</summary>
    public IReadOnlyList<string> Edits { get; }

    /// <summary>The grants that are missing.</summary>
    public IReadOnlyList<UseGrant> Grants { get; }

    /// <summary>
    /// The twin of a policy, or what is missing of it; null when nothing is, or when the policy has no field that only writes.
    /// </summary>
    public static NonMutatingTwin? Of(PodSecurityPolicy original, PolicyState state)
    {
        var twin = Copy(original);
        twin.Metadata.Name = Prefix + original.Name;
        var edits = Strip(twin).ToList();
        if (edits.Count == 0)
        {
            return null;
        }
        var present = state.Policies.Any(policy => policy.Name == twin.Name);
        var grants = MissingGrants(original.Name, twin.Name, state);
        return present && grants.Count == 0 ? null : new(original, twin, present ? [] : edits, grants);
    }

    /// <summary>The policies and grants with the twin among them.</summary>
    public PolicyState ApplyTo(PolicyState state) => new Impact.PolicyChange
    {
        Policies = [Policy],
        Roles = [.. Grants.Select(grant => grant.WantedRole(null))],
        Bindings = [.. Grants.Select(grant => grant.WantedBinding(null))],
    }.ApplyTo(state);

    /// <param name="connection">The arguments that lead to the cluster.</param>
    public string Command(IReadOnlyCollection<(string Name, IEnumerable<string> Values)> connection)
    {
        string[] create = Edits.Count == 0 ? [] :
        [
            $"$twin = {CommandLine.Of("Get-PodSecurityPolicy", [("", [Original.Name]), .. connection])}",
            $"$twin.Metadata.Name = {Literal(Policy.Name)}",
            .. Edits,
            $"$twin | {CommandLine.Of("New-PodSecurityPolicy", connection)}",
        ];
        return string.Join("; ", [.. create, .. Grants.Select(grant => CommandLine.Of(grant.Command, connection))]);
    }

    public string Undo(IReadOnlyCollection<(string Name, IEnumerable<string> Values)> connection) => string.Join("; ",
    [
        .. Grants.Select(grant => CommandLine.Of(
            grant.Command.Replace("Grant-PspUse", "Revoke-PspUse", StringComparison.Ordinal), connection)),
        .. Edits.Count == 0 ? [] : new[] { CommandLine.Of("Remove-PodSecurityPolicy", [("", [Policy.Name]), .. connection]) },
    ]);

    private static PodSecurityPolicy Copy(PodSecurityPolicy policy) =>
        PolicyBody.Of(policy).Deserialize(KubernetesJson.Default.PodSecurityPolicy)!;

    /// <summary>Takes away the fields that demand nothing; what the policy added by itself, pods may still add.</summary>
    private static IEnumerable<string> Strip(PodSecurityPolicy twin)
    {
        var spec = twin.Spec;
        if (spec.DefaultAddCapabilities.Count > 0)
        {
            if (!spec.AllowedCapabilities.Contains("*"))
            {
                spec.AllowedCapabilities = [.. spec.AllowedCapabilities.Union(spec.DefaultAddCapabilities)];
                yield return $"$twin.Spec.AllowedCapabilities = {string.Join(", ", spec.AllowedCapabilities.Select(Literal))}";
            }
            spec.DefaultAddCapabilities = [];
            yield return "$twin.Spec.DefaultAddCapabilities = @()";
        }
        // False is the rule where escalation is not allowed, whatever the default says.
        if (spec.DefaultAllowPrivilegeEscalation is not null && spec.AllowPrivilegeEscalation != false)
        {
            spec.DefaultAllowPrivilegeEscalation = null;
            yield return "$twin.Spec.DefaultAllowPrivilegeEscalation = $null";
        }
        if (spec.RuntimeClass?.DefaultRuntimeClassName is not null)
        {
            spec.RuntimeClass.DefaultRuntimeClassName = null;
            yield return "$twin.Spec.RuntimeClass.DefaultRuntimeClassName = $null";
        }
        foreach (var key in new[] { PspAnnotations.SeccompDefault, PspAnnotations.AppArmorDefault }.Where(twin.Metadata.Annotations.Remove))
        {
            yield return $"$null = $twin.Metadata.Annotations.Remove({Literal(key)})";
        }
    }

    private static List<UseGrant> MissingGrants(string original, string twin, PolicyState state)
    {
        var effective = new PolicyAccess(state.Roles, state.Bindings).Grants([original, twin])
            .Where(grant => grant.Status == nameof(PolicyGrantStatus.Effective))
            .ToLookup(grant => grant.Policy, grant => grant with { Policy = null, Binding = "", Role = "" });
        var missing = effective[original].Except(effective[twin]);
        return [.. UseGrant.Merge(missing.Select(grant => new UseGrant(twin, grant.Namespace, [grant.SubjectOf()])))];
    }

    private static string Literal(string text) => CommandLine.Quote(text) is ['\'' or '"', ..] quoted ? quoted : $"'{text}'";
}
