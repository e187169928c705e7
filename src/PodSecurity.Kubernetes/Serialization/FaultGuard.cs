using PodSecurity.Manifests;

namespace PodSecurity.Kubernetes.Serialization;

/// <summary>Takes steps that can fail inside an iterator, where a yield and a catch do not go together.</summary>
internal sealed class FaultGuard(string origin, string? path)
{
    private ManifestException? _fault;

    /// <summary>A step has failed at some time.</summary>
    public bool HasFailed { get; private set; }

    /// <summary>The input itself failed: there is nothing more to read.</summary>
    public bool IsOver { get; private set; }

    /// <summary>The step's result, or the default when it failed.</summary>
    public T? Try<T>(Func<T> step)
    {
        try
        {
            return step();
        }
        catch (ManifestException fault)
        {
            _fault = fault;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            _fault = ManifestErrors.File(origin, error, path is not null && Directory.Exists(path));
            IsOver = true;
        }
        return default;
    }

    /// <summary>The fault of the last failed step, once; null when there is none.</summary>
    public ManifestException? TakeFault()
    {
        var fault = _fault;
        HasFailed |= fault is not null;
        _fault = null;
        return fault;
    }
}
