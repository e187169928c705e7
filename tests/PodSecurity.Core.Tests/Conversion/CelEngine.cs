using System.Collections;
using System.Globalization;
using System.Text.Json.Nodes;
using Cel;

namespace PodSecurity.Core.Tests.Conversion;

/// <summary>
/// Runs generated expressions as they are written. What Kubernetes adds to CEL and the package does not have are functions here: the
/// authorizer and join; indexes is for <see cref="PatchDialect"/>.
/// </summary>
internal sealed class CelEngine
{
    private readonly CelEnvironment _environment = new(null, null);
    private readonly Dictionary<string, CelProgramDelegate> _compiled = new(StringComparer.Ordinal);

    public CelEngine()
    {
        Register<IEnumerable, string>("join", (list, separator) => string.Join(separator, list.Cast<object>()));
        // What size() gives, the package cannot turn into text.
        _environment.RegisterFunction("string", [typeof(int)], arguments => ((int)arguments[0]!).ToString(CultureInfo.InvariantCulture));
        _environment.RegisterFunction(
            "indexes", [typeof(IEnumerable)], arguments => ((IEnumerable)arguments[0]!).Cast<object>().Select(
                (_, index) => (object)(long)index).ToArray());
        Register<TestAuthorizer, string, string>("serviceAccount", (authorizer, ns, name) => authorizer.As($"{ns}:{name}"));
        Register<TestAuthorizer, string>("group", (authorizer, group) => authorizer with { Group = group });
        Register<TestAuthorizer, string>("resource", (authorizer, resource) => authorizer with { Resource = resource });
        Register<TestAuthorizer, string>("namespace", (authorizer, ns) => authorizer with { Namespace = ns });
        Register<TestAuthorizer, string>("name", (authorizer, name) => authorizer with { Name = name });
        Register<TestAuthorizer, string>("check", (authorizer, verb) => authorizer with { Verb = verb });
        _environment.RegisterFunction("allowed", [typeof(TestAuthorizer)], arguments => ((TestAuthorizer)arguments[0]!).Allowed);
    }

    /// <summary>The value of an expression; variables of the policy are worked out when something asks for them.</summary>
    public object? Evaluate(string expression, IReadOnlyDictionary<string, object?> request)
    {
        if (!_compiled.TryGetValue(expression, out var program))
        {
            _compiled.Add(expression, program = _environment.Compile(expression));
        }
        return program(new Dictionary<string, object?>(request)!);
    }

    /// <summary>
    /// The same, line by line where the lines of the expression are the parts of a sum, a conjunction or a choice: so a part that many
    /// policies
    /// share is compiled once, and one that does not matter never.
    /// </summary>
    public object? EvaluateLines(string expression, IReadOnlyDictionary<string, object?> request)
    {
        if (expression.Split("\n: ", 2) is [var choice, var otherwise] && choice.EndsWith(" ? []", StringComparison.Ordinal))
        {
            return (bool)Evaluate(choice[..^" ? []".Length], request)! ? Array.Empty<object>() : EvaluateLines(otherwise, request);
        }
        return expression switch
        {
            _ when expression.Contains("\n+ ", StringComparison.Ordinal) =>
                expression.Split("\n+ ").SelectMany(line => ((IEnumerable)Evaluate(line, request)!).Cast<object>()).ToArray(),
            _ when expression.Contains("\n&& ", StringComparison.Ordinal) =>
                expression.Split("\n&& ").All(line => (bool)Evaluate(line, request)!),
            _ => Evaluate(expression, request),
        };
    }

    /// <summary>JSON as the server gives it to expressions: whole numbers are ints.</summary>
    public static object? Value(JsonNode? node) => node switch
    {
        // The package takes a field that holds an empty object for absent; Kubernetes does not.
        JsonObject { Count: 0 } => new Dictionary<string, object?> { [""] = null },
        JsonObject map => map.ToDictionary(field => field.Key, field => Value(field.Value)),
        JsonArray list => list.Select(Value).ToArray(),
        JsonValue value when value.TryGetValue<bool>(out var flag) => flag,
        JsonValue value when value.TryGetValue<long>(out var number) => number,
        JsonValue value when value.TryGetValue<int>(out var number) => (long)number,
        JsonValue value when value.TryGetValue<double>(out var number) => number,
        JsonValue value => (string?)value,
        _ => null,
    };

    private void Register<T, TArgument>(string name, Func<T, TArgument, object> function) => _environment.RegisterFunction(
        name, [typeof(T), typeof(TArgument)], arguments => function((T)arguments[0]!, (TArgument)arguments[1]!));

    private void Register<T, T1, T2>(string name, Func<T, T1, T2, object> function) => _environment.RegisterFunction(
        name, [typeof(T), typeof(T1), typeof(T2)], arguments => function((T)arguments[0]!, (T1)arguments[1]!, (T2)arguments[2]!));
}

/// <summary>A question to the authorizer while it is put together, and who answers it.</summary>
internal sealed record TestAuthorizer(Func<TestAuthorizer, bool> Answer)
{
    /// <summary>As NAMESPACE:NAME; null for the requester.</summary>
    public string? ServiceAccount { get; init; }
    public string? Group { get; init; }
    public string? Resource { get; init; }
    public string? Namespace { get; init; }
    public string? Name { get; init; }
    public string? Verb { get; init; }

    public bool Allowed => Answer(this);

    public TestAuthorizer As(string serviceAccount) => this with { ServiceAccount = serviceAccount };
}
