using PodSecurity.Api;

namespace PodSecurity.Migration.Pods;

/// <summary>
/// Who made a running pod differ from its template: a field that has the very value that the policy of its annotation writes was written by
/// it; all else is the work of others, such as webhooks.
/// </summary>
/// <param name="policy">The policy that the pod's annotation names; null when there is none.</param>
/// <param name="writes">What that policy writes into pods of the template; null when it is not there any more.</param>
internal sealed class PodBlame(string? policy, IReadOnlyDictionary<PodField, object?>? writes)
{
    /// <param name="before">The fields of the template, which are the same for all its pods.</param>
    public IEnumerable<BlamedField> Of(Pod template, Dictionary<PodField, object> before, Pod running)
    {
        var after = PodFields.Of(running);
        foreach (var field in before.Keys.Concat(after.Keys.Where(field => !before.ContainsKey(field))))
        {
            // What is in a container that the template does not have came with it.
            if (field.Name.Length > 0 && field.List is not null && !field.BelongsTo(template))
            {
                continue;
            }
            var (old, now) = (before.GetValueOrDefault(field), after.GetValueOrDefault(field));
            foreach (var blamed in PodFields.Same(old, now) ? [] : Blame(field, old, now))
            {
                yield return blamed;
            }
        }
    }

    private IEnumerable<BlamedField> Blame(PodField field, object? old, object? now)
    {
        if (now is IEnumerable<string> names && field.Name.Contains(".capabilities.", StringComparison.Ordinal))
        {
            return BlameNames(field, old as IEnumerable<string> ?? [], names);
        }
        var cause = writes is null ? Undecided(field) : Writes(field, now) ? BlameCause.Policy : BlameCause.Other;
        return [new(field, old, now, cause, cause == BlameCause.Other ? null : policy)];
    }

    // A webhook and the policy may both have added to a list.
    private IEnumerable<BlamedField> BlameNames(PodField field, IEnumerable<string> old, IEnumerable<string> now)
    {
        var written = writes?.GetValueOrDefault(field) as IEnumerable<string> ?? [];
        var added = now.Except(old).ToLookup(written.Contains);
        var kept = old.Intersect(now).ToArray();
        if (added[true].Any())
        {
            yield return new(field, kept.Length == 0 ? null : kept, (string[])[.. kept, .. added[true]], BlameCause.Policy, policy);
        }
        if (added[false].Any() || old.Except(now).Any())
        {
            var cause = writes is null ? Undecided(field) : BlameCause.Other;
            yield return new(field, old.ToArray(), now.Except(added[true]).ToArray(), cause, cause == BlameCause.Other ? null : policy);
        }
    }

    private bool Writes(PodField field, object? value) =>
        value is not null && writes!.TryGetValue(field, out var written) && PodFields.Same(Normal(field, written), value);

    private static object? Normal(PodField field, object? value) =>
        field.IsAnnotation && value is string profile ? PodFields.Plain(profile) : value;

    private BlameCause Undecided(PodField field) =>
        policy is not null && WritableFields.Contains(field) ? BlameCause.Unknown : BlameCause.Other;
}

/// <summary>Why a field of a pod differs from its template.</summary>
internal enum BlameCause
{
    /// <summary>The policy that admitted the pod wrote it.</summary>
    Policy,

    /// <summary>Somebody else, such as a webhook.</summary>
    Other,

    /// <summary>The policy that admitted the pod is not there any more, and may have written it.</summary>
    Unknown,
}

/// <summary>A field in which a running pod differs from its template.</summary>
internal sealed record BlamedField(PodField Field, object? OldValue, object? NewValue, BlameCause Cause, string? Policy);

/// <summary>The fields that a policy can write.</summary>
internal static class WritableFields
{
    private static readonly HashSet<string> Names =
    [
        "runtimeClassName", "securityContext.fsGroup", "securityContext.supplementalGroups", "securityContext.seLinuxOptions",
        "securityContext.runAsUser", "securityContext.runAsGroup", "securityContext.runAsNonRoot", "securityContext.capabilities.add",
        "securityContext.capabilities.drop", "securityContext.readOnlyRootFilesystem", "securityContext.allowPrivilegeEscalation",
    ];

    public static bool Contains(PodField field) => field.IsAnnotation
        ? field.Name == ProfileAnnotations.PodSeccompKey
            || field.Name.StartsWith(ProfileAnnotations.ContainerAppArmorPrefix, StringComparison.Ordinal)
        : Names.Contains(field.Name);
}
