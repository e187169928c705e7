using PodSecurity.Admission.Storage;
using PodSecurity.Api;

namespace PodSecurity.Admission.Rules;

/// <summary>
/// allowedHostPaths: prefixes that end at a path segment; no list allows any path. A path that only read-only entries cover must be
/// mounted read-only by every container.
/// </summary>
internal sealed class HostPathsCheck(IEnumerable<AllowedHostPath>? allowed)
{
    private readonly (string Prefix, bool ReadOnly)[] _allowed =
        [.. (allowed ?? []).Select(path => (TrimSlash(path.PathPrefix ?? ""), path.ReadOnly))];

    public void Validate(Pod pod, Volume volume, int index, PolicyRun run)
    {
        var path = volume.HostPath ?? "";
        var (allows, readOnly) = Allows(TrimSlash(path));
        if (readOnly)
        {
            RequireReadOnly(pod.InitContainers, "initContainers", volume.Name, run);
            RequireReadOnly(pod.Containers, "containers", volume.Name, run);
        }
        else if (!allows && run.Refuse())
        {
            run.Report(FieldError.Invalid($"spec.volumes[{index}].hostPath.pathPrefix", path, "is not allowed to be used"));
        }
    }

    public Fix Fix(FieldError error)
    {
        if (error.Field.EndsWith(".readOnly", StringComparison.Ordinal))
            return new($"set {error.Field} to true", "set readOnly: false on the entry of spec.allowedHostPaths that covers the path");
        var paths = string.Join(", ", _allowed.Select(path => path.Prefix.Length == 0 ? "/" : path.Prefix));
        return new(
            $"use a path under {paths} in {error.Field.Replace("pathPrefix", "path", StringComparison.Ordinal)}",
            $"add pathPrefix: {error.Value} to spec.allowedHostPaths");
    }

    private (bool Allows, bool ReadOnly) Allows(string path)
    {
        if (_allowed.Length == 0)
            return (true, false);
        var readOnly = false;
        foreach (var (prefix, isReadOnly) in _allowed)
        {
            if (!HasPrefix(path, prefix))
                continue;
            if (!isReadOnly)
                return (true, false);
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
                if (mounts[j].Name == volume && !mounts[j].ReadOnly && run.Refuse())
                    run.Report(FieldError.Invalid($"spec.{list}[{i}].volumeMounts[{j}].readOnly", false, "must be read-only"));
            }
        }
    }

    private static bool HasPrefix(string path, string prefix) =>
        path.StartsWith(prefix, StringComparison.Ordinal) && (path.Length == prefix.Length || path[prefix.Length] == '/');

    // One slash, as the server does: "/foo//" stays "/foo/".
    private static string TrimSlash(string path) => path.EndsWith('/') ? path[..^1] : path;
}
