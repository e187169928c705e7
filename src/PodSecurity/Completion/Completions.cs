using System.Management.Automation;
using System.Management.Automation.Language;

namespace PodSecurity.Completion;

/// <summary>Makes completions of names.</summary>
internal static class Completions
{
    /// <summary>As long as this whoever presses Tab waits at most.</summary>
    public static readonly TimeSpan Limit = TimeSpan.FromSeconds(1);

    /// <summary>The names that begin with the word, quoted where the parser needs it.</summary>
    public static IEnumerable<CompletionResult> Matching(string word, IEnumerable<string> names)
    {
        var pattern = new WildcardPattern($"{word.Trim('\'', '"')}*", WildcardOptions.IgnoreCase);
        return names.Where(pattern.IsMatch).Select(
            name => new CompletionResult(Quoted(name), name, CompletionResultType.ParameterValue, name));
    }

    private static string Quoted(string name) =>
        name.All(character => char.IsLetterOrDigit(character) || character is '-' or '.' or '_' or '/' or ':')
        ? name
        : $"'{CodeGeneration.EscapeSingleQuotedStringContent(name)}'";
}
