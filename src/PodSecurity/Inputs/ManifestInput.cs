using System.Management.Automation;
using System.Text.Json;
using PodSecurity.Api;
using PodSecurity.Api.Decoding;
using PodSecurity.Errors;
using PodSecurity.Hosting;
using PodSecurity.Kubernetes.Serialization;
using PodSecurity.Manifests;

namespace PodSecurity.Inputs;

/// <summary>
/// Turns whatever evaluating commands accept into documents: files, text, parsed objects, models of libraries, our own objects.
/// What cannot be read becomes an error record of the command, and the rest goes on.
/// </summary>
internal sealed class ManifestInput(PodSecurityCommand command, CancellationToken cancellationToken)
{
    private const string PipelineOrigin = "input";

    private readonly ManifestFiles _files = new(command);
    private readonly TextInput _text = new();

    public IEnumerable<ManifestDocument> FromPaths(IEnumerable<string> paths) => paths.SelectMany(_files.Find).SelectMany(FromFile);

    public IEnumerable<ManifestDocument> FromLiteralPaths(IEnumerable<string> paths) => paths.SelectMany(_files.FindLiteral).SelectMany(FromFile);

    /// <summary>The documents of an argument: all of them, text included.</summary>
    public IEnumerable<ManifestDocument> FromArguments(IEnumerable<object> arguments) =>
        arguments.SelectMany(FromPipeline).Concat(FromRestOfPipeline());

    /// <summary>The documents of one piped object; lines of text wait for those that follow.</summary>
    public IEnumerable<ManifestDocument> FromPipeline(object input) => Unwrap(input) switch
    {
        string text => _text.Add(text).SelectMany(FromText),
        Array list => list.Cast<object>().SelectMany(FromPipeline),
        var other => FromRestOfPipeline().Concat(FromObject(other)),
    };

    /// <summary>What the last lines of text make.</summary>
    public IEnumerable<ManifestDocument> FromRestOfPipeline() => _text.Rest().SelectMany(FromText);

    /// <summary>The policies among the documents; other kinds are mentioned and skipped.</summary>
    public IEnumerable<PodSecurityPolicy> Policies(IEnumerable<ManifestDocument> documents) =>
        Decode(documents, PolicyDecoder.Decode, "no PodSecurityPolicy");

    /// <summary>The workloads among the documents; kinds without a pod are mentioned and skipped.</summary>
    public IEnumerable<Workload> Workloads(IEnumerable<ManifestDocument> documents) => Decode(documents, WorkloadDecoder.Decode, "no pod");

    private IEnumerable<T> Decode<T>(IEnumerable<ManifestDocument> documents, Func<ManifestDocument, T?> decode, string missing) where T : class
    {
        foreach (var attempt in DecodeAhead.Of(documents, decode))
        {
            if (attempt.Value is { } decoded)
                yield return decoded;
            else if (attempt.Error is { } error)
                command.WriteFailure(error, error.DocumentSource.Origin);
            else
                Skip(attempt.Document, missing);
        }
    }

    private void Skip(ManifestDocument document, string missing)
    {
        try
        {
            var type = ManifestType.Read(document);
            if (KnownKinds.IsMisspelt(type))
                command.Report(ModuleError.KindUnknown(type, document.Source));
            else
                command.WriteVerbose($"{document.Source}: skipped, a {type.Kind} holds {missing}.");
        }
        catch (ManifestException e)
        {
            command.WriteFailure(e, e.DocumentSource.Origin);
        }
    }

    private IEnumerable<ManifestDocument> FromFile(ManifestFile file)
    {
        using var items = ManifestReader.ReadFile(file.Path, file.Origin, cancellationToken).GetEnumerator();
        while (TryNext(items, file.Origin) is { } document)
            yield return document;
    }

    private IEnumerable<ManifestDocument> FromText(string text)
    {
        using var items = ManifestReader.ReadText(text, PipelineOrigin).GetEnumerator();
        while (TryNext(items, PipelineOrigin) is { } document)
            yield return document;
    }

    /// <summary>The next readable document; null at the end.</summary>
    private ManifestDocument? TryNext(IEnumerator<ManifestItem> items, string origin)
    {
        try
        {
            while (items.MoveNext())
            {
                if (items.Current.Document is { } document)
                    return document;
                command.WriteFailure(items.Current.Error!, origin);
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            command.WriteFailure(e, origin);
        }
        return null;
    }

    private IEnumerable<ManifestDocument> FromObject(object input)
    {
        switch (input)
        {
            case ManifestDocument document: return [document];
            case Workload workload: return [workload.Document];
            case PodSecurityPolicy policy: return [FromPolicy(policy)];
            case FileInfo file: return _files.FindLiteral(file.FullName).SelectMany(FromFile);
            case DirectoryInfo folder: return _files.FindLiteral(folder.FullName).SelectMany(FromFile);
        }
        try
        {
            return ParsedObject.Documents(input, new DocumentSource(PipelineOrigin));
        }
        catch (Exception e) when (e is not PipelineStoppedException)
        {
            // A foreign object's properties may throw whatever they like while they are read.
            command.Report(ModuleError.InputObjectNotSupported(input, e));
            return [];
        }
    }

    private static ManifestDocument FromPolicy(PodSecurityPolicy policy) => new(
        JsonSerializer.SerializeToUtf8Bytes(policy, KubernetesJson.Default.PodSecurityPolicy), policy.Source ?? new DocumentSource(PipelineOrigin));

    /// <remarks>A PSCustomObject lives in its PSObject alone.</remarks>
    private static object Unwrap(object input) => input is PSObject { BaseObject: not PSCustomObject } wrapped ? wrapped.BaseObject : input;
}
