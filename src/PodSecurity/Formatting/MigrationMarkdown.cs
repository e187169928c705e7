using PodSecurity.Cluster;
using PodSecurity.Text;

namespace PodSecurity.Formatting;

/// <summary>A plan as Markdown: a section for each step, with its commands as code.</summary>
internal static class MigrationMarkdown
{
    public static IEnumerable<string> Of(ClusterIdentity cluster, IReadOnlyList<PspMigrationStep> steps) =>
    [
        $"# The way out of PodSecurityPolicy: {Plain($"{cluster}")}",
        "",
        "Each step is judged on the state that the steps before it leave. Make the plan again at any time: what is done is left out.",
        .. steps.SelectMany(Section),
    ];

    private static IEnumerable<string> Section(PspMigrationStep step) =>
    [
        "",
        $"## {step.Order}. {step.Step}: {Plain(step.Target)}",
        "",
        $"{Plain(step.Change)}.",
        "",
        step.Breaks.Count == 0 ? "Breaks nothing." : "Breaks:",
        .. step.Breaks.Select((text, index) => index == 0 ? $"\n- {Plain(text)}" : $"- {Plain(text)}"),
        .. Code(step.Command, null),
        .. Code(step.Undo, "Back:"),
    ];

    private static IEnumerable<string> Code(string? command, string? title) => command is null ? [] :
    [
        .. title is null ? (string[])[""] : ["", title, ""],
        "```powershell",
        command,
        "```",
    ];

    // Names and messages of others are text, whatever Markdown would make of it.
    private static string Plain(string text) => string.Concat(PrintableText.Escape(text).Select(
        character => character is '*' or '_' or '`' or '[' or ']' or '<' or '>' or '|' or '#' ? $"\\{character}" : character.ToString()));
}
