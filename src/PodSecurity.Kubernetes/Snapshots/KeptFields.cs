using System.Text.Json.Nodes;

namespace PodSecurity.Kubernetes.Snapshots;

/// <summary>Which fields of an object are kept, and what is kept of each; all others go. Lists are kept item by item.</summary>
internal sealed record KeptFields
{
    /// <summary>The whole value.</summary>
    public static readonly KeptFields Whole = new(_ => Whole);

    /// <summary>That the field is there, and nothing of its value.</summary>
    public static readonly KeptFields Presence = new(_ => null);

    public static readonly KeptFields Nothing = Presence with { GoesWhenEmpty = true };

    private readonly Func<string, KeptFields?> _of;

    private KeptFields(Func<string, KeptFields?> of) => _of = of;

    /// <summary>Without its fields it says nothing, and goes as well.</summary>
    public bool GoesWhenEmpty { get; init; }

    /// <param name="whole">Names of fields that are kept whole, with spaces between.</param>
    /// <param name="parts">Fields of which parts are kept.</param>
    public static KeptFields Of(string whole, params IEnumerable<(string Names, KeptFields Kept)> parts) => Of(whole, null, parts);

    /// <param name="others">What is kept of every other field.</param>
    /// <inheritdoc cref="Of(string, IEnumerable{ValueTuple{string, KeptFields}})"/>
    public static KeptFields Of(string whole, KeptFields? others, params IEnumerable<(string Names, KeptFields Kept)> parts)
    {
        var fields = parts.Append((whole, Whole)).SelectMany(
            part => part.Item1.Split(' ', StringSplitOptions.RemoveEmptyEntries), (part, name) => (name, part.Item2))
            .ToDictionary(field => field.name, field => field.Item2, StringComparer.Ordinal);
        return new(name => fields.GetValueOrDefault(name, others!));
    }

    /// <summary>The fields whose names are such, as in labels; nothing when there is none.</summary>
    public static KeptFields Where(Func<string, bool> isKept) => new(name => isKept(name) ? Whole : null) { GoesWhenEmpty = true };

    /// <summary>Takes everything else out of the value.</summary>
    public void Apply(JsonNode? value)
    {
        if (ReferenceEquals(this, Whole))
        {
            return;
        }
        if (value is JsonArray list)
        {
            foreach (var item in list)
            {
                Apply(item);
            }
        }
        else if (value is JsonObject map)
        {
            foreach (var (name, field) in map.ToList())
            {
                ApplyToField(map, name, field);
            }
        }
    }

    private void ApplyToField(JsonObject map, string name, JsonNode? field)
    {
        var kept = _of(name);
        kept?.Apply(field);
        if (kept is null || (kept.GoesWhenEmpty && field is JsonObject { Count: 0 }))
        {
            map.Remove(name);
        }
    }
}
