using System.Text.RegularExpressions;

namespace PodSecurity.Core.Tests.Conversion;

/// <summary>
/// What only the mutations of Kubernetes know, in words that the engine here knows: a patch is a map, and a comprehension over index and
/// item is one over the indexes.
/// </summary>
internal static partial class PatchDialect
{
    private const string Macro = ".transformList(";

    public static string Translate(string expression)
    {
        var text = expression.Replace("JSONPatch{op: 'add', path: ", "{'op': 'add', 'path': ", StringComparison.Ordinal)
            .Replace(", value: ", ", 'value': ", StringComparison.Ordinal);
        for (var at = text.IndexOf(Macro, StringComparison.Ordinal); at >= 0; at = text.IndexOf(Macro, StringComparison.Ordinal))
        {
            text = Translate(text, at);
        }
        return text;
    }

    // LIST.transformList(i, s, CONDITION, RESULT) becomes indexes(LIST).filter(i, CONDITION).map(i, RESULT), with LIST[i] for s.
    private static string Translate(string text, int at)
    {
        var list = ListBefore().Match(text[..at]).Value;
        var arguments = Arguments(text, at + Macro.Length, out var end);
        var (index, item) = (arguments[0], arguments[1]);
        var condition = arguments.Count == 4 ? $".filter({index}, {WithItem(arguments[2], item, $"{list}[{index}]")})" : "";
        return $"{text[..(at - list.Length)]}indexes({list}){condition}.map({index}, {WithItem(arguments[^1], item, $"{list}[{index}]")})"
            + text[end..];
    }

    private static string WithItem(string expression, string item, string replacement) => string.Concat(
        Literals().Split(expression).Select((part, number) =>
            number % 2 == 1 ? part : Regex.Replace(part, $@"(?<![\w.]){item}(?!\w)", replacement)));

    private static List<string> Arguments(string text, int start, out int end)
    {
        var (arguments, depth, quoted, from) = (new List<string>(), 0, false, start);
        for (end = start; depth >= 0; end++)
        {
            var c = text[end];
            quoted ^= c == '\'';
            depth += quoted ? 0 : c is '(' or '[' or '{' ? 1 : c is ')' or ']' or '}' ? -1 : 0;
            if (!quoted && (depth < 0 || (depth == 0 && c == ',')))
            {
                arguments.Add(text[from..end].Trim());
                from = end + 1;
            }
        }
        return arguments;
    }

    [GeneratedRegex(@"[\w.]+\z")]
    private static partial Regex ListBefore();

    [GeneratedRegex("('[^']*')")]
    private static partial Regex Literals();
}
