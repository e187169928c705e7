using PodSecurity.Manifests;

namespace PodSecurity.Api.Decoding;

/// <summary>Collects the hosts that a container's probes and lifecycle handlers name; nearly always there is none.</summary>
internal struct HandlerHosts
{
    private List<HandlerHost>? _found;

    public readonly IReadOnlyList<HandlerHost> Found => _found is null ? [] : _found;

    /// <summary>Reads the field when it holds probes or handlers; false, and nothing read, when it is another one.</summary>
    public bool TryRead(ref FieldReader json, ReadOnlySpan<byte> field)
    {
        if (ProbeName(field) is { } probe)
        {
            ReadHandler(ref json, probe);
            return true;
        }
        if (!field.SequenceEqual("lifecycle"u8))
        {
            return false;
        }
        ReadLifecycle(ref json);
        return true;
    }

    private static string? ProbeName(ReadOnlySpan<byte> field) =>
        field.SequenceEqual("livenessProbe"u8) ? "livenessProbe"
        : field.SequenceEqual("readinessProbe"u8) ? "readinessProbe"
        : field.SequenceEqual("startupProbe"u8) ? "startupProbe"
        : null;

    private void ReadLifecycle(ref FieldReader json)
    {
        if (!json.EnterObject())
        {
            return;
        }
        while (json.NextField(out var name))
        {
            if (name.SequenceEqual("postStart"u8)) { ReadHandler(ref json, "lifecycle.postStart"); }
            else if (name.SequenceEqual("preStop"u8)) { ReadHandler(ref json, "lifecycle.preStop"); }
            else { json.SkipValue(); }
        }
    }

    private void ReadHandler(ref FieldReader json, string path)
    {
        if (!json.EnterObject())
        {
            return;
        }
        while (json.NextField(out var name))
        {
            if (name.SequenceEqual("httpGet"u8)) { ReadHost(ref json, path, ".httpGet"); }
            else if (name.SequenceEqual("tcpSocket"u8)) { ReadHost(ref json, path, ".tcpSocket"); }
            else { json.SkipValue(); }
        }
    }

    private void ReadHost(ref FieldReader json, string path, string action)
    {
        if (json.ReadFieldString("host"u8) is { Length: > 0 } host)
        {
            (_found ??= []).Add(new HandlerHost(path + action, host));
        }
    }
}
