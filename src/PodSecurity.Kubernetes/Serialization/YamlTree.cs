using PodSecurity.Manifests;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace PodSecurity.Kubernetes.Serialization;

/// <summary>Builds the nodes of one document from its events, with anchors, aliases and merge keys resolved.</summary>
internal sealed class YamlTree(YamlEvents events)
{
    private const string MergeKey = "<<";

    private readonly Dictionary<AnchorName, YamlNode> _anchors = [];
    private readonly YamlAliases _aliases = new();

    /// <summary>The text that is kept because an anchor names it.</summary>
    private long _anchoredText;

    /// <summary>The content of the first document that has any; null when none has.</summary>
    public static YamlNode? ReadFirst(YamlText text)
    {
        while (text.NextDocument())
        {
            var events = new YamlEvents(text);
            while (events.MoveNext())
            {
                if (events.Current is not NodeEvent)
                {
                    continue;
                }
                if (new YamlTree(events).Read(depth: 1) is var content and not YamlScalar { Value.Kind: YamlValueKind.Null })
                {
                    return content;
                }
                break;
            }
        }
        return null;
    }

    /// <summary>Reads the node that starts at the current event, and steps past it.</summary>
    public YamlNode Read(int depth)
    {
        if (depth > ManifestLimits.Depth)
        {
            throw ManifestErrors.TooDeep(events.Origin, events.Place);
        }
        var start = events.Offset;
        CountNode(aliased: 0);
        return events.Current switch
        {
            Scalar scalar => Named(scalar, start, ReadScalar(scalar)),
            SequenceStart sequence => Named(sequence, start, ReadSequence(depth)),
            MappingStart mapping => Named(mapping, start, ReadMapping(depth)),
            AnchorAlias alias => ReadAlias(alias, depth),
            _ => throw Fault($"unexpected {events.Current.GetType().Name}"),
        };
    }

    /// <summary>Reads one field of the mapping whose events these are, or what a merge key brings in.</summary>
    public void ReadField(YamlMapping mapping, int depth)
    {
        if (events.Current is Scalar { IsPlainImplicit: true, Value: MergeKey })
        {
            Step();
            var merged = Read(depth + 1);
            mapping.Count(merged);
            Merge(mapping, merged);
            return;
        }
        var (name, place) = ReadName(depth);
        var value = Read(depth + 1);
        mapping.Count(value, weight: 1);
        mapping.Set(new YamlField(name, place, value));
    }

    /// <summary>The name of the field that starts at the current event.</summary>
    public (string Name, TextPlace Place) ReadName(int depth)
    {
        var place = events.Place;
        if (Read(depth + 1) is YamlScalar { Value: { Kind: not YamlValueKind.Null } name })
        {
            return (name.Text, place);
        }
        throw events.Fault(place, "a field name must be text");
    }

    private YamlScalar ReadScalar(Scalar scalar)
    {
        var value = Meaning(scalar);
        return new(Step(), value);
    }

    /// <summary>An anchor has a name only once its node is complete, so no node can hold itself.</summary>
    private YamlNode ReadAlias(AnchorAlias alias, int depth)
    {
        if (!_anchors.TryGetValue(alias.Value, out var node))
        {
            throw Fault($"there is no anchor '{alias.Value}' before this alias");
        }
        if (depth + node.Height - 1 > ManifestLimits.Depth)
        {
            throw ManifestErrors.TooDeep(events.Origin, events.Place);
        }
        CountNode(node.Weight);
        Step();
        return node;
    }

    private void CountNode(long aliased)
    {
        if (!_aliases.Count(aliased))
        {
            throw events.Abandon(ManifestErrors.AliasesExcessive(events.Origin, events.Place));
        }
    }

    private YamlSequence ReadSequence(int depth)
    {
        var sequence = new YamlSequence(Step());
        while (events.Current is not SequenceEnd)
        {
            var item = Read(depth + 1);
            sequence.Items.Add(item);
            sequence.Count(item);
        }
        Step();
        return sequence;
    }

    private YamlMapping ReadMapping(int depth)
    {
        var mapping = new YamlMapping(Step());
        while (events.Current is not MappingEnd)
        {
            ReadField(mapping, depth);
        }
        Step();
        return mapping;
    }

    /// <summary>
    /// As Kubernetes does: the merged fields take the place of those before the merge key and give way to those after it.
    /// </summary>
    private void Merge(YamlMapping mapping, YamlNode source)
    {
        switch (source)
        {
            case YamlMapping merged:
                foreach (var field in merged.Fields)
                {
                    mapping.Set(field);
                }
                break;
            case YamlSequence { Items: var sources } when sources.TrueForAll(item => item is YamlMapping):
                // the first one wins
                foreach (var merged in Enumerable.Reverse(sources))
                {
                    Merge(mapping, merged);
                }
                break;
            default:
                throw events.Fault(source.Place, $"{MergeKey} merges only mappings");
        }
    }

    private YamlValue Meaning(Scalar scalar)
    {
        if (scalar.Tag.IsEmpty)
        {
            return scalar.Style == ScalarStyle.Plain ? YamlSchema.Resolve(scalar.Value) : YamlValue.String(scalar.Value);
        }
        if (scalar.Tag.IsNonSpecific)
        {
            return YamlValue.String(scalar.Value);
        }
        return YamlSchema.Resolve(scalar.Tag.Value, scalar.Value) ?? throw Fault($"'{scalar.Value}' is not a {scalar.Tag.Value}");
    }

    private YamlNode Named(NodeEvent named, long start, YamlNode node)
    {
        if (named.Anchor.IsEmpty)
        {
            return node;
        }
        _anchoredText += events.Offset - start;
        if (_anchoredText > ManifestLimits.ObjectBytes)
        {
            throw events.Abandon(ManifestErrors.AnchorsTooLarge(events.Origin, node.Place));
        }
        _anchors[named.Anchor] = node;
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
