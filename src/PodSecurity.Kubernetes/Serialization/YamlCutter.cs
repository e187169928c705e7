using PodSecurity.Manifests;
using YamlDotNet.Core.Events;

namespace PodSecurity.Kubernetes.Serialization;

/// <summary>
/// The objects of a YAML stream; a list's items come out while it is read. As for kubectl, an object with <c>items</c> is a list, whatever
/// its kind.
/// </summary>
internal sealed class YamlCutter(YamlText text) : IManifestCutter
{
    /// <summary>Objects that have been read together with others: the items of lists in lists, or behind an alias.</summary>
    private readonly Queue<YamlNode> _ready = new();

    private YamlObject? _object;

    /// <summary>The events of the current document; null between documents.</summary>
    private YamlEvents? _events;

    public bool HasContent { get; private set; }

    public ManifestDocument? Next()
    {
        while (_ready.Count == 0)
        {
            try
            {
                if (!Read())
                {
                    return null;
                }
            }
            catch (ManifestException)
            {
                GoOn();
                throw;
            }
        }
        return YamlJson.Document(_ready.Dequeue(), text.Origin);
    }

    /// <summary>Reads what comes next, which may be nothing but a part; false at the end of the input.</summary>
    private bool Read()
    {
        if (_object is not null)
        {
            if (!_object.Read(_ready))
            {
                _object = null;
            }
            return true;
        }
        // mostly one document, but three dots can end one too
        if (_events?.MoveNext() is true)
        {
            StartDocument(_events);
            return true;
        }
        _events = text.NextDocument() ? new YamlEvents(text) : null;
        return _events is not null;
    }

    private void StartDocument(YamlEvents events)
    {
        if (events.Current is not DocumentStart)
        {
            return;
        }
        events.MoveNext();
        var tree = new YamlTree(events);
        if (events.Current is MappingStart)
        {
            HasContent = true;
            _object = new YamlObject(events, tree);
            return;
        }
        var (place, found) = (events.Place, events.Current is SequenceStart ? "a list" : null);
        found ??= tree.Read(depth: 1) is YamlScalar { Value: { Kind: not YamlValueKind.Null } value } ? "a text" : null;
        if (found is not null)
        {
            throw ManifestErrors.NotAnObject(text.Origin, place, found);
        }
    }

    /// <summary>After a fault: with the next item of the list, or else with the next document.</summary>
    private void GoOn()
    {
        if (_object?.PassItem() is not true)
        {
            (_object, _events) = (null, null);
        }
    }
}
