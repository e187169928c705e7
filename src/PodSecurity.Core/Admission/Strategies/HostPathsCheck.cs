using PodSecurity.Api;

namespace PodSecurity.Admission.Strategies;

/// <summary>
/// Paths of the node. A prefix ends at a path segment; a writable entry wins over a read-only one.
/// <para>Restricted: spec.volumes[*].hostPath.path (the server calls it pathPrefix), and readOnly of the mounts of such volumes.</para>
/// <para>Allowed: paths under a pathPrefix of spec.allowedHostPaths; without a list any path. Where only read-only entries cover a path,
/// every
/// mount of the volume must be readOnly.</para>
/// <para>Source: ValidatePod in pkg/security/podsecuritypolicy/provider.go, AllowsHostVolumePath in util/util.go.</para>
/// </summary>
internal sealed class HostPathsCheck(IEnumerable<AllowedHostPath> allowed)
{
    private readonly (string Prefix, bool ReadOnly)[] _allowed =
        [.. allowed.Select(path => (TrimSlash(path.PathPrefix ?? ""), path.ReadOnly))];

    public void Validate(Pod pod, Volume volume, int index, PolicyRun run)
    {
        var path = volume.HostPath ?? "";
        var (allows, readOnly) = Allows(TrimSlash(path));
        if (readOnly)
        {
            RequireReadOnly(pod.InitContainers, "initContainers", volume.Name, run);
            RequireReadOnly(pod.Containers, "containers", volume.Name, run);
        }
        else if (!allows)
        {
            run.Refuse(run.Collecting ? NotAllowed($"spec.volumes[{index}].hostPath", path) : null);
        }
    }

    private Refusal NotAllowed(string source, string path)
    {
        var prefixes = string.Join(", ", _allowed.Select(entry => entry.Prefix.Length == 0 ? "/" : entry.Prefix));
        return new(
            FieldError.Invalid($"{source}.pathPrefix", path, "is not allowed to be used"),
            new(at => $"use a path under {prefixes} in {at}{source}.path",
                $"add pathPrefix: {GoValue.Quote(path)} to spec.allowedHostPaths"));
    }

    private static Refusal NotReadOnly(string field) => new(
        FieldError.Invalid(field, false, "must be read-only"),
        new(at => $"set {at}{field} to true", "set readOnly: false on the entry of spec.allowedHostPaths that covers the path"));

    private (bool Allows, bool ReadOnly) Allows(string path)
    {
        if (_allowed.Length == 0)
        {
            return (true, false);
        }
        var readOnly = false;
        foreach (var (prefix, isReadOnly) in _allowed)
        {
            if (!HasPrefix(path, prefix))
            {
                continue;
            }
            if (!isReadOnly)
            {
                return (true, false);
            }
            readOnly = true;
        }
        return (readOnly, readOnly);
    }

    private static void RequireReadOnly(IReadOnlyList<Container> containers, string list, string volume, PolicyRun run)
    {
        for (var i = 0; i < containers.Count; i++)
        {
            var mounts = containers[i].VolumeMounts;
            for (var j = 0; j < mounts.Count; j++)
            {
                if (mounts[j].Name == volume && !mounts[j].ReadOnly)
                {
                    run.Refuse(run.Collecting ? NotReadOnly($"spec.{list}[{i}].volumeMounts[{j}].readOnly") : null);
                }
            }
        }
    }

    /// <summary>Whether the path is that of the prefix or below it, as an entry of a policy means it.</summary>
    public static bool IsUnder(string path, string prefix) => HasPrefix(TrimSlash(path), TrimSlash(prefix));

    private static bool HasPrefix(string path, string prefix) =>
        path.StartsWith(prefix, StringComparison.Ordinal) && (path.Length == prefix.Length || path[prefix.Length] == '/');

    // One slash, as the server does: "/foo//" stays "/foo/".
    private static string TrimSlash(string path) => path.EndsWith('/') ? path[..^1] : path;
}
