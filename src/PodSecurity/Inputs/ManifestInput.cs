using System.Management.Automation;
using System.Runtime.CompilerServices;
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
internal sealed class ManifestInput
{
    private const string PipelineOrigin = "input";

    private readonly PodSecurityCommand _command;
    private readonly CancellationToken _cancellationToken;
    private readonly ManifestFiles _files;
    private readonly TextInput _text = new();

    public ManifestInput(PodSecurityCommand command, CancellationToken cancellationToken) =>
        (_command, _cancellationToken, _files) = (command, cancellationToken, new(command));

    /// <summary>Something was given: an object, a text, or a file that exists. Only a wildcard may mean nothing.</summary>
    public bool WasGiven { get; private set; }

    public IEnumerable<ManifestDocument> FromPaths(IEnumerable<string> paths) => paths.SelectMany(_files.Find).SelectMany(FromFile);

    public IEnumerable<ManifestDocument> FromLiteralPaths(IEnumerable<string> paths) =>
        paths.SelectMany(_files.FindLiteral).SelectMany(FromFile);

    /// <summary>The documents of an argument: all of them, text included.</summary>
    public IEnumerable<ManifestDocument> FromArguments(IEnumerable<object> arguments)
    {
        foreach (var document in arguments.SelectMany(FromPipeline))
        {
            yield return document;
        }
        // Only now are all lines known.
        foreach (var document in FromRestOfPipeline())
        {
            yield return document;
        }
    }

    /// <summary>The documents of one piped object; lines of text wait for those that follow.</summary>
    public IEnumerable<ManifestDocument> FromPipeline(object? input) => Unwrap(input) switch
    {
        string text => _text.Add(text).SelectMany(FromText),
        Array list => list.Cast<object?>().SelectMany(FromPipeline),
        var other => FromRestOfPipeline().Concat(FromObject(other)),
    };

    /// <summary>What the last lines of text make.</summary>
    public IEnumerable<ManifestDocument> FromRestOfPipeline() => _text.Rest().SelectMany(FromText);

    /// <summary>The policies among the documents; other kinds are mentioned and skipped.</summary>
    public IEnumerable<PodSecurityPolicy> Policies(IEnumerable<ManifestDocument> documents)
    {
        foreach (var document in documents)
        {
            if (Decode(document, PolicyDecoder.Decode, "no PodSecurityPolicy") is { } policy)
            {
                yield return policy;
            }
        }
    }

    /// <summary>The workloads among the documents; kinds without a pod are mentioned and skipped.</summary>
    public IAsyncEnumerable<Workload> WorkloadsAsync(IEnumerable<ManifestDocument> documents) =>
        WorkloadsAsync(DecodeAhead.Of(documents, WorkloadDecoder.Decode, _cancellationToken));

    /// <summary>The workloads that a cluster has.</summary>
    public IAsyncEnumerable<Workload> WorkloadsAsync(IAsyncEnumerable<ManifestDocument> documents) =>
        WorkloadsAsync(DecodeAhead.Of(documents, WorkloadDecoder.Decode, _cancellationToken));

    private async IAsyncEnumerable<Workload> WorkloadsAsync(
        IAsyncEnumerable<DecodeAttempt<Workload>> attempts, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        await foreach (var attempt in attempts)
        {
            if (attempt.Value is { } workload)
            {
                // Every check passes what has no container, and no server takes it: whoever judged it would have judged nothing.
                if (workload.Pod.Containers.Count > 0)
                {
                    yield return workload;
                }
                else
                {
                    _command.Report(ModuleError.ContainersMissing(workload));
                }
            }
            else if (attempt.Error is { } error)
            {
                Report(error);
            }
            else
            {
                Skip(attempt.Document, "no pod");
            }
        }
    }

    private T? Decode<T>(ManifestDocument document, Func<ManifestDocument, T?> decode, string missing) where T : class
    {
        try
        {
            var decoded = decode(document);
            if (decoded is null)
            {
                Skip(document, missing);
            }
            return decoded;
        }
        catch (ManifestException error)
        {
            Report(error);
            return null;
        }
    }

    private void Skip(ManifestDocument document, string missing)
    {
        try
        {
            var type = ManifestType.Read(document);
            if (KnownKinds.IsMisspelt(type))
            {
                _command.Report(ModuleError.KindUnknown(type, document.Source));
            }
            else
            {
                _command.WriteVerbose($"{document.Source}: skipped, a {type.Kind} holds {missing}.");
            }
        }
        catch (ManifestException error)
        {
            Report(error);
        }
    }

    private IEnumerable<ManifestDocument> FromFile(ManifestFile file)
    {
        WasGiven = true;
        return ManifestReader.ReadFile(file.Path, file.Origin, Report, _cancellationToken);
    }

    private IEnumerable<ManifestDocument> FromText(string text)
    {
        WasGiven = true;
        return ManifestReader.ReadText(text, PipelineOrigin, Report, _cancellationToken);
    }

    private IEnumerable<ManifestDocument> FromObject(object? input)
    {
        WasGiven = true;
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
            return ManifestReader.ReadJson(ParsedObject.ToJson(input), PipelineOrigin, Report, _cancellationToken);
        }
        catch (Exception e) when (e is not PipelineStoppedException)
        {
            // A foreign object's properties may throw whatever they like while they are read.
            _command.Report(ModuleError.InputObjectNotSupported(input, e));
            return [];
        }
    }

    private void Report(ManifestException fault) => _command.WriteFailure(fault, fault.DocumentSource.Origin);

    private static ManifestDocument FromPolicy(PodSecurityPolicy policy) => new(
        JsonSerializer.SerializeToUtf8Bytes(policy, KubernetesJson.Default.PodSecurityPolicy), policy.Source ?? new DocumentSource(
            PipelineOrigin));

    /// <remarks>A PSCustomObject lives in its PSObject alone.</remarks>
    private static object? Unwrap(object? input) =>
        input is PSObject { BaseObject: not PSCustomObject } wrapped ? wrapped.BaseObject : input;
}
