using System.Text.RegularExpressions;
using PodSecurity.Change;
using PodSecurity.Text;

namespace PodSecurity.Kubernetes.Backups;

/// <summary>Command lines of kubectl for a POSIX shell.</summary>
public static partial class KubectlCommand
{
    /// <summary>What deletes the object: names keep their meaning, whatever characters they hold.</summary>
    public static string Delete(ObjectState state)
    {
        var scope = state.Namespace is null ? "" : $" --namespace {Quote(state.Namespace)}";
        // What follows two dashes is no option.
        return state.Name.StartsWith('-')
            ? $"kubectl delete {state.Type}{scope} -- {Quote(state.Name)}"
            : $"kubectl delete {state.Type} {Quote(state.Name)}{scope}";
    }

    /// <summary>One word for the shell. The text must be printable: no quoting makes a line break safe in a comment.</summary>
    public static string Quote(string text)
    {
        var shown = PrintableText.Escape(text);
        return PlainWord().IsMatch(shown) ? shown : $"'{shown.Replace("'", @"'\''", StringComparison.Ordinal)}'";
    }

    [GeneratedRegex(@"^[A-Za-z0-9_./:@%+,=-]+\z")]
    private static partial Regex PlainWord();
}
