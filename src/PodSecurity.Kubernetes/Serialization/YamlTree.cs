using PodSecurity.Manifests;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace PodSecurity.Kubernetes.Serialization;

/// <summary>Builds the nodes of one document from its events, with anchors, aliases and merge keys resolved.</summary>
internal sealed class YamlTree(YamlEvents events)
{
    private const string MergeKey = "<<";

    private readonly Dictionary<AnchorName, YamlNode> _anchors = [];

    /// <summary>The content of the first document that has any; null when none has.</summary>
    public static YamlNode? ReadFirst(YamlText text, string origin)
    {
        while (text.NextDocument())
        {
            var events = new YamlEvents(text, origin);
            while (events.MoveNext())
            {
                if (events.Current is not NodeEvent) continue;
                if (new YamlTree(events).Read(depth: 1) is var content and not YamlScalar { Value.Kind: YamlValueKind.Null }) return content;
                break;
            }
        }
        return null;
    }

    /// <summary>Reads the node that starts at the current event, and steps past it.</summary>
    public YamlNode Read(int depth)
    {
        if (depth > ManifestLimits.Depth) throw ManifestErrors.TooDeep(events.Origin, events.Place);
        switch (events.Current)
        {
            case Scalar scalar:
                var value = Meaning(scalar);
                return Named(scalar, new YamlScalar(Step(), value));
            case SequenceStart start:
                return Named(start, ReadSequence(depth));
            case MappingStart start:
                return Named(start, ReadMapping(depth));
            case AnchorAlias alias:
                // an anchor has a name only once its node is complete, so no node can hold itself
                if (!_anchors.TryGetValue(alias.Value, out var node)) throw Fault($"there is no anchor '{alias.Value}' before this alias");
                Step();
                return node;
            default:
                throw Fault($"unexpected {events.Current.GetType().Name}");
        }
    }

    /// <summary>Reads one field of the mapping whose events these are, or what a merge key brings in.</summary>
    public void ReadField(YamlMapping mapping, int depth)
    {
        if (events.Current is Scalar { IsPlainImplicit: true, Value: MergeKey })
        {
            Step();
            Merge(mapping, Read(depth + 1));
            return;
        }
        var (name, place) = ReadName(depth);
        mapping.Set(new YamlField(name, place, Read(depth + 1)));
    }

    /// <summary>The name of the field that starts at the current event.</summary>
    public (string Name, TextPlace Place) ReadName(int depth)
    {
        var place = events.Place;
        if (Read(depth + 1) is YamlScalar { Value: { Kind: not YamlValueKind.Null } name }) return (name.Text, place);
        throw events.Fault(place, "a field name must be text");
    }

    private YamlSequence ReadSequence(int depth)
    {
        var sequence = new YamlSequence(Step());
        while (events.Current is not SequenceEnd) sequence.Items.Add(Read(depth + 1));
        Step();
        return sequence;
    }

    private YamlMapping ReadMapping(int depth)
    {
        var mapping = new YamlMapping(Step());
        while (events.Current is not MappingEnd) ReadField(mapping, depth);
        Step();
        return mapping;
    }

    /// <summary>As Kubernetes does: the merged fields take the place of those before the merge key and give way to those after it.</summary>
    private void Merge(YamlMapping mapping, YamlNode source)
    {
        switch (source)
        {
            case YamlMapping merged:
                foreach (var field in merged.Fields) mapping.Set(field);
                break;
            case YamlSequence { Items: var sources } when sources.TrueForAll(item => item is YamlMapping):
                // the first one wins
                foreach (var merged in Enumerable.Reverse(sources)) Merge(mapping, merged);
                break;
            default:
                throw events.Fault(source.Place, $"{MergeKey} merges only mappings");
        }
    }

    private YamlValue Meaning(Scalar scalar)
    {
        if (scalar.Tag.IsEmpty) return scalar.Style == ScalarStyle.Plain ? YamlSchema.Resolve(scalar.Value) : YamlValue.String(scalar.Value);
        if (scalar.Tag.IsNonSpecific) return YamlValue.String(scalar.Value);
        return YamlSchema.Resolve(scalar.Tag.Value, scalar.Value) ?? throw Fault($"'{scalar.Value}' is not a {scalar.Tag.Value}");
    }

    private T Named<T>(NodeEvent start, T node) where T : YamlNode
    {
        if (!start.Anchor.IsEmpty) _anchors[start.Anchor] = node;
        return node;
    }

    /// <summary>Steps to the next event and returns the place of the former.</summary>
    private TextPlace Step()
    {
        var place = events.Place;
        events.MoveNext();
        return place;
    }

    private ManifestException Fault(string problem) => events.Fault(events.Place, problem);
}
