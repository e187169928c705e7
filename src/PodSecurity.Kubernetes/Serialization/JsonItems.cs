namespace PodSecurity.Kubernetes.Serialization;

/// <summary>Steps through the items of a JSON list, from behind its opening bracket.</summary>
internal sealed class JsonItems(JsonScanner json)
{
    private bool _hasStarted;

    /// <summary>Steps to the next item, where the mark is then; false, and behind the list, at its end.</summary>
    public bool MoveNext()
    {
        var hasNext = _hasStarted ? json.PassComma(']') : JsonText.PeekToken(json.Input) != ']';
        _hasStarted = true;
        if (hasNext)
        {
            JsonText.PeekToken(json.Input);
        }
        else
        {
            json.PassEnd(']');
        }
        json.Input.Mark();
        return hasNext;
    }
}
