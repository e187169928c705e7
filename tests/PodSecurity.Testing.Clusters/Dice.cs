using System.Text.Json.Nodes;

namespace PodSecurity.Testing.Clusters;

/// <summary>Choices from a seed, and JSON made of them: what is null is left out.</summary>
public sealed class Dice(int seed)
{
    private readonly Random _random = new(seed);

    public bool Chance(double part) => _random.NextDouble() < part;

    public int Number(int from, int to) => _random.Next(from, to + 1);

    public T Pick<T>(params IReadOnlyList<T> from) => from[_random.Next(from.Count)];

    /// <summary>Some different ones, at least the minimum and mostly few.</summary>
    public T[] Some<T>(int minimum, params T[] from)
    {
        var chosen = (T[])from.Clone();
        _random.Shuffle(chosen);
        return chosen[..Math.Min(chosen.Length, minimum + Math.Min(_random.Next(4), _random.Next(4)))];
    }

    public JsonNode? Maybe(double part, Func<JsonNode?> make) => Chance(part) ? make() : null;

    public JsonArray List(int minimum, int maximum, Func<int, JsonNode?> make) =>
        [.. Enumerable.Range(0, Number(minimum, maximum)).Select(make)];

    public static JsonArray Strings(IEnumerable<string> values) => [.. values.Select(value => JsonValue.Create(value))];

    public static JsonObject Fields(params (string Name, JsonNode? Value)[] fields)
    {
        var result = new JsonObject();
        foreach (var (name, value) in fields)
        {
            if (value is not null)
            {
                result[name] = value;
            }
        }

        return result;
    }
}
