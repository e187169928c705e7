using PodSecurity.Manifests;
using YamlDotNet.Core.Events;

namespace PodSecurity.Kubernetes.Serialization;

/// <summary>A top-level object that is being read, or, when it turns out to be a list, its items.</summary>
internal sealed class YamlObject
{
    private const string ItemsField = "items";
    private const int ItemDepth = 2;

    private readonly YamlEvents _events;
    private readonly YamlTree _tree;
    private readonly YamlMapping _mapping;
    private bool _isList;
    private string? _kindOfItems;
    private bool _isInItems;

    /// <summary>How deep the item lies that is being read; null outside of items.</summary>
    private int? _itemLevel;

    /// <summary>Starts at the event that opens the object.</summary>
    public YamlObject(YamlEvents events, YamlTree tree)
    {
        (_events, _tree, _mapping) = (events, tree, new YamlMapping(events.Place));
        events.MoveNext();
    }

    /// <summary>Reads up to the next object, or part of one; false when this one has come to its end.</summary>
    public bool Read(Queue<YamlNode> ready)
    {
        if (_isInItems)
        {
            ReadItem(ready);
            return true;
        }
        if (_events.Current is MappingEnd)
        {
            Complete(ready);
            return false;
        }
        if (_events.Current is Scalar { Value: ItemsField } && _mapping.ValueOf(ItemsField) is null)
        {
            ReadItems(ready);
            return true;
        }
        _tree.ReadField(_mapping, depth: 1);
        return true;
    }

    /// <summary>Passes what is left of the item that could not be read; false when there is no way to its end.</summary>
    public bool PassItem()
    {
        if (_itemLevel is not { } level || _events.AreOver)
        {
            return false;
        }
        try
        {
            do
            {
                if (!_events.MoveNext())
                {
                    return false;
                }
            }
            while (_events.Level > level);
            _itemLevel = null;
            return true;
        }
        catch (ManifestException)
        {
            // what is broken in the item now hides the rest; its own fault has been told
            return false;
        }
    }

    private void ReadItems(Queue<YamlNode> ready)
    {
        if (_isList)
        {
            throw _events.Abandon(_events.Fault(_events.Place, $"'{ItemsField}' is there twice, and only the last counts"));
        }
        (_isList, _kindOfItems) = (true, _mapping.StringOf("kind"));
        _events.MoveNext();
        _isInItems = _events.Current is SequenceStart;
        if (_isInItems)
        {
            _events.MoveNext();
        }
        else
        {
            AddItems(_tree.Read(ItemDepth), ready);
        }
    }

    private void ReadItem(Queue<YamlNode> ready)
    {
        if (_events.Current is SequenceEnd)
        {
            _isInItems = false;
            _events.MoveNext();
            return;
        }
        _events.StartObject();
        _itemLevel = _events.Level;
        var item = _tree.Read(ItemDepth);
        _itemLevel = null;
        Add(item, _mapping, ready);
    }

    private void Complete(Queue<YamlNode> ready)
    {
        if (_mapping.Fields.FirstOrDefault(
            field => field.Name != ItemsField && field.Name.Equals(ItemsField, StringComparison.OrdinalIgnoreCase)) is { } field)
        {
            throw _events.Fault(
                field.Place,
                    $"some releases of kubectl take '{field.Name}' for '{ItemsField}', others do not: write it in small letters or take it "
                    + "out");
        }
        if (_isList && _kindOfItems is not null && _mapping.StringOf("kind") != _kindOfItems)
        {
            throw _events.Fault(
                _mapping.Place, $"the kind of this list stands also behind its items, which were read as those of a {_kindOfItems}");
        }
        // a merge key or an alias for the name brings them in unseen
        if (_mapping.ValueOf(ItemsField) is { } items)
        {
            AddItems(items, ready);
        }
        else if (!_isList)
        {
            ready.Enqueue(_mapping);
        }
    }

    private void AddItems(YamlNode items, Queue<YamlNode> ready)
    {
        switch (items)
        {
            case YamlSequence sequence:
                sequence.Items.ForEach(item => Add(item, _mapping, ready));
                break;
            case YamlScalar { Value.Kind: YamlValueKind.Null }:
                break;
            default:
                throw _events.Fault(items.Place, $"'{ItemsField}' must be a list");
        }
    }

    private static void Add(YamlNode node, YamlMapping list, Queue<YamlNode> ready)
    {
        if (node is not YamlMapping item)
        {
            ready.Enqueue(node);
        }
        else if (ManifestType.IsList(item.StringOf("kind")) && item.ValueOf(ItemsField) is YamlSequence { Items: var inner })
        {
            inner.ForEach(each => Add(each, item, ready));
        }
        else
        {
            ready.Enqueue(WithType(item, list));
        }
    }

    /// <summary>
    /// Puts the type into an item that leaves it to its list; not into the item itself, which an alias may name in another list.
    /// </summary>
    private static YamlMapping WithType(YamlMapping item, YamlMapping list)
    {
        if (item.ValueOf("kind") is not null || ManifestType.OfItems(list.StringOf("kind"), list.StringOf("apiVersion")) is not { } type)
        {
            return item;
        }
        var typed = new YamlMapping(item.Place);
        typed.Set(new("kind", item.Place, new YamlScalar(item.Place, YamlValue.String(type.Kind))));
        typed.Set(new("apiVersion", item.Place, new YamlScalar(item.Place, YamlValue.String(type.ApiVersion))));
        foreach (var field in item.Fields)
        {
            typed.Set(field);
        }
        return typed;
    }
}
