namespace PodSecurity.Standards.Checks;

/// <summary>How the server words its refusals.</summary>
internal static class Wording
{
    public static string Plural(string one, string many, int count) => count == 1 ? one : many;

    /// <summary>Each in plain quotes, nothing escaped.</summary>
    public static string Quoted(IEnumerable<string> items) => string.Join(", ", items.Select(item => $"\"{item}\""));

    /// <summary>The distinct values in the server's order.</summary>
    public static List<string> Sorted(IEnumerable<string> values) => [.. values.Distinct().Order(Utf8Order.Instance)];

    public static string Containers(IReadOnlyCollection<string> names) =>
        $"{Plural("container", "containers", names.Count)} {Quoted(names)}";

    /// <summary>Who sets a value: <c>pod</c>, <c>container "a"</c>, or both.</summary>
    public static string Setters(bool pod, IReadOnlyCollection<string> containers) => (pod, containers.Count) switch
    {
        (true, 0) => "pod",
        (true, _) => $"pod and {Containers(containers)}",
        _ => Containers(containers),
    };
}
