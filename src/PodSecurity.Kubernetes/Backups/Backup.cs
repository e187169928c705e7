using System.Text;
using System.Text.Json;
using PodSecurity.Api;
using PodSecurity.Change;
using PodSecurity.Kubernetes.Files;
using PodSecurity.Kubernetes.Serialization;
using PodSecurity.Manifests;

namespace PodSecurity.Kubernetes.Backups;

/// <summary>Reads backups.</summary>
public static class Backup
{
    private const int MaxBytes = 64 * 1024 * 1024;

    /// <summary>The only kinds that this module changes, and so the only ones that a backup can hold; of namespaces the labels, of
    /// workloads the templates.</summary>
    private static readonly ResourceType[] Kinds =
    [
        ResourceTypes.PodSecurityPolicies, ResourceTypes.ClusterRoles, ResourceTypes.ClusterRoleBindings, ResourceTypes.Roles,
            ResourceTypes.RoleBindings,
        ResourceTypes.Namespaces,
        .. TemplateBody.Types,
    ];

    /// <summary>
    /// The states in a backup, each object once: the first is the oldest. What is to come back stands before what is to go.
    /// </summary>
    /// <param name="origin">The path as the user knows it, for messages.</param>
    /// <param name="acceptUnmarked">Takes a file without a valid end mark: changed by hand, or written by the first release.</param>
    /// <exception cref="ManifestException">The file is not whole, is no YAML, or holds what no backup holds.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static IReadOnlyList<ObjectState> Read(string path, string origin, bool acceptUnmarked, CancellationToken cancellationToken)
    {
        var text = ReadText(path, origin);
        var marked = BackupText.MarkedObjects(text);
        if (marked is null && !acceptUnmarked)
        {
            throw Incomplete(origin);
        }
        var readAbsent = BackupText.HasMark(
            text) ? BackupText.ReadAbsent : (Func<string, BackupText.ObjectIdentity?>)FirstRelease.ReadAbsent;
        var absent = text.Split('\n').SelectMany((line, index) => ToAbsentState(line.TrimEnd('\r'), new(origin, index + 1), readAbsent));
        // Comments alone are no manifest, but a backup of objects that did not exist.
        var present = ManifestReader.ReadText(text, origin, ThrowUnlessEmpty, cancellationToken).Select(ToState);
        List<(int Line, ObjectState State)> entries = [.. present.Concat(absent)];
        if (marked is not null && marked != entries.Count)
        {
            throw Incomplete(origin);
        }
        if (entries.Count == 0)
        {
            throw ManifestErrors.Empty(origin);
        }
        return
        [
            .. entries.OrderBy(entry => entry.Line, Comparer<int>.Default).Select(entry => entry.State)
                .DistinctBy(state => (state.Type, state.Namespace, state.Name))
                .OrderBy(state => state.Body is null, Comparer<bool>.Default),
        ];
    }

    private static void ThrowUnlessEmpty(ManifestException fault)
    {
        if (fault.ErrorId != ManifestErrors.EmptyId)
        {
            ManifestReader.Throw(fault);
        }
    }

    private static ManifestException Incomplete(string origin) => new(
        "BackupIncomplete",
        $"{origin} is no whole backup: its last line is not the end mark of what stands before. It was cut off, or changed, or written by "
        + "the first "
        + "release. Look into it: -Force restores what is there.",
        new(origin));

    private static string ReadText(string path, string origin)
    {
        using var reader = new StreamReader(ReadBytes(path, origin), new UTF8Encoding(false, throwOnInvalidBytes: true));
        try
        {
            return reader.ReadToEnd();
        }
        catch (DecoderFallbackException e)
        {
            throw new ManifestException("ManifestNotText", $"{origin}: not a text file in UTF-8", new(origin), e);
        }
    }

    // What a file says of its length need not be so: it may grow, and those that the system makes up say 0.
    private static MemoryStream ReadBytes(string path, string origin)
    {
        using var file = RegularFile.OpenRead(path);
        var content = new MemoryStream();
        var part = new byte[64 * 1024];
        for (var count = file.Read(part); count > 0; count = file.Read(part))
        {
            content.Write(part, 0, count);
            if (content.Length > MaxBytes)
            {
                throw new ManifestException(
                    "ManifestTooLarge", $"{origin}: larger than {MaxBytes / (1024 * 1024)} MB, which no backup is", new(origin));
            }
        }
        content.Position = 0;
        return content;
    }

    private static (int Line, ObjectState State) ToState(ManifestDocument document)
    {
        var header = ObjectHeader.Read(document);
        var state = ToState(document.Source, header.ApiVersion, header.Kind, header.Namespace, header.Name);
        return (document.Source.Line ?? 0, state with { Body = ManifestBody.Read(document) });
    }

    private static IEnumerable<(int Line, ObjectState State)> ToAbsentState(
        string line, DocumentSource source, Func<string, BackupText.ObjectIdentity?> read)
    {
        try
        {
            return read(line) is { } found ? [(source.Line!.Value, ToAbsent(source, found))] : [];
        }
        catch (JsonException e)
        {
            throw new ManifestException("BackupObjectInvalid", $"{source}: this line is damaged.", source, e);
        }
    }

    /// <summary>Of namespaces and workloads, this module changes parts: none can have been missing before.</summary>
    private static ObjectState ToAbsent(DocumentSource source, BackupText.ObjectIdentity found) =>
        ToState(source, found.ApiVersion, found.Kind, found.Namespace, found.Name) is var state
            && state.Type != ResourceTypes.Namespaces && !TemplateBody.Types.Contains(state.Type)
            ? state
            : throw new ManifestException("BackupKindUnknown", $"{source}: a backup removes no {found.Kind}.", source);

    private static ObjectState ToState(DocumentSource source, string apiVersion, string kind, string? @namespace, string name)
    {
        var type = Kinds.FirstOrDefault(type => type.ApiVersion == apiVersion && type.Kind == kind) ?? throw new ManifestException(
            "BackupKindUnknown", $"{source}: a backup holds no {kind} of {apiVersion}.", source);
        return name is { Length: > 0 } && type.Namespaced == @namespace is { Length: > 0 } ? new(
            type, @namespace, name, null) : throw new ManifestException(
            "BackupObjectInvalid", $"{source}: a {kind} needs a name{(type.Namespaced ? " and a namespace" : ", and is in no namespace")}.",
                source);
    }
}
