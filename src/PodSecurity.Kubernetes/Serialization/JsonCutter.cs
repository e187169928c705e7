using System.Text.Unicode;
using PodSecurity.Manifests;

namespace PodSecurity.Kubernetes.Serialization;

/// <summary>
/// Top-level JSON values, one after another (also one a line): objects, arrays of objects, and Kubernetes lists, whose items are found
/// without reading the list to its end. As for kubectl, an object with <c>items</c> is a list, whatever its kind.
/// </summary>
internal sealed class JsonCutter(Utf8Input input) : IManifestCutter
{
    /// <summary>Lists of lists do occur; deeper ones are no manifests, and are left to the decoder.</summary>
    private const int DeepestList = 4;

    private readonly JsonScanner _json = new(input);

    /// <summary>The lists whose items are being read, the innermost on top.</summary>
    private readonly Stack<JsonList> _lists = new();

    /// <summary>The position is somewhere inside a value that could not be read.</summary>
    private bool _isLost;

    /// <summary>The lists around the present position are not known any more.</summary>
    private bool _hasBeenLost;

    public bool HasContent { get; private set; }

    public ManifestDocument? Next()
    {
        if (_isLost)
        {
            PassToNextObject();
        }
        _isLost = true;
        var document = Cut();
        _isLost = false;
        return document;
    }

    private ManifestDocument? Cut()
    {
        while (_lists.Count > 0 || PeekValue() >= 0)
        {
            if ((_lists.TryPeek(out var list) ? CutFrom(list) : CutValue()) is { } document)
            {
                return document;
            }
        }
        return null;
    }

    private ManifestDocument? CutValue()
    {
        HasContent = true;
        switch (input.Peek())
        {
            case '{':
                return CutObject(new JsonList(isNested: false));
            case '[':
                input.Advance(1);
                _lists.Push(new JsonList(isNested: true) { Items = new JsonItems(_json) });
                return null;
            default:
                throw _json.Unexpected("an object");
        }
    }

    /// <summary>The next item of the list; null when there is none, or when it turns out to be a list.</summary>
    private ManifestDocument? CutFrom(JsonList list)
    {
        if (list.Items is not { } items || !items.MoveNext())
        {
            list.Items = null;
            if (!list.IsObject || !list.ReadFields(_json))
            {
                _lists.Pop();
            }
            return null;
        }
        input.Has(JsonOutline.Length);
        var outline = JsonOutline.Of(input.Ahead[..Math.Min(JsonOutline.Length, input.Ahead.Length)]);
        if (outline.IsList && _lists.Count < DeepestList)
        {
            return CutObject(new JsonList(isNested: true));
        }
        _json.PassValue();
        return Document(outline.IsTyped ? null : list.MissingType);
    }

    /// <summary>The object at the position; null when it turns out to be a list, whose items come next.</summary>
    private ManifestDocument? CutObject(JsonList maybe)
    {
        input.Mark();
        input.Advance(1);
        maybe.IsObject = true;
        if (maybe.ReadFields(_json))
        {
            _lists.Push(maybe);
            return null;
        }
        return maybe.IsList ? null : Document(null);
    }

    /// <summary>What has been passed since the mark.</summary>
    private ManifestDocument Document(TypeFields? missing)
    {
        if (!Utf8.IsValid(input.SinceMark))
        {
            _isLost = false;
            throw ManifestErrors.NotText(input.Origin, input.MarkPlace, "invalid UTF-8 in the object that starts here");
        }
        var json = missing?.AddTo(input.SinceMark) ?? input.Take();
        return input.HasLines
            ? new(json, new DocumentSource(input.Origin, input.MarkPlace.Line), new JsonPositions(
                json, input.MarkPlace, missing?.Length ?? 0))
            : new(json, new DocumentSource(input.Origin));
    }

    /// <summary>A YAML separator between JSON objects is harmless; so is what is left of a list that was lost.</summary>
    private int PeekValue()
    {
        input.Mark();
        while (true)
        {
            var token = JsonText.PeekToken(input);
            if (token == '-' && input.Has(3) && input.Ahead.StartsWith("---"u8))
            {
                input.Advance(3);
            }
            else if (_hasBeenLost && token is ',' or ']' or '}')
            {
                input.Advance(1);
            }
            else
            {
                return token;
            }
        }
    }

    /// <summary>After a fault: goes on with the next line that starts with a brace.</summary>
    private void PassToNextObject()
    {
        _lists.Clear();
        _hasBeenLost = true;
        input.Mark();
        while (input.Peek() >= 0)
        {
            var length = input.Ahead.IndexOf((byte)'\n');
            input.Advance(length < 0 ? input.Ahead.Length : length + 1);
            input.Mark();
            if (length >= 0 && input.Peek() == '{')
            {
                return;
            }
        }
    }
}
