using System.Globalization;

namespace PodSecurity.Reports.Formats;

/// <summary>
/// The lines by which a job tells its build server what is wrong where. What others wrote is escaped as each server unescapes it, so that
/// no text begins a command of its own.
/// </summary>
internal static class Annotations
{
    /// <summary>Workflow commands of GitHub Actions.</summary>
    public static string GitHub(Finding finding, Violation violation)
    {
        var command = violation.Level switch
        {
            FindingLevel.Error => "error",
            FindingLevel.Warning => "warning",
            _ => "notice",
        };
        var properties = Properties(
            ",", GitHubProperty, ("file", finding.File), ("line", LineOf(finding)), ("title", $"{violation.Rule} {finding.Target}"));
        return $"::{command} {properties}::{GitHubMessage(Message(finding, violation))}";
    }

    /// <summary>Logging commands of Azure Pipelines, which know errors and warnings; a note is a line of the log.</summary>
    public static string Azure(Finding finding, Violation violation)
    {
        var message = AzureMessage(Message(finding, violation));
        if (violation.Level is FindingLevel.Pass or FindingLevel.Note)
        {
            return $"{violation.Rule}: {message}";
        }
        var properties = Properties(
            ";", AzureProperty, ("type", violation.Level == FindingLevel.Error ? "error" : "warning"), ("sourcepath", finding.File),
            ("linenumber", LineOf(finding)), ("code", violation.Rule));
        return $"##vso[task.logissue {properties}]{message}";
    }

    private static string Message(Finding finding, Violation violation)
    {
        var name = finding.Namespace is null ? finding.Target : $"{finding.Namespace}/{finding.Target}";
        return violation.Fix is null ? $"{name}: {violation.Message}" : $"{name}: {violation.Message}\nFix: {violation.Fix}";
    }

    private static string Properties(
        string separator, Func<string, string> escape, params IEnumerable<(string Name, string? Value)> properties) =>
        string.Join(
            separator, properties.Where(property => property.Value is not null).Select(
                property => $"{property.Name}={escape(property.Value!)}"));

    private static string? LineOf(Finding finding) => finding.Line?.ToString(CultureInfo.InvariantCulture);

    private static string GitHubMessage(string text) => Replaced(text, ("%", "%25"), ("\r", "%0D"), ("\n", "%0A"));

    private static string GitHubProperty(string text) => Replaced(GitHubMessage(text), (":", "%3A"), (",", "%2C"));

    private static string AzureMessage(string text) => Replaced(text, ("%", "%AZP25"), ("\r", "%0D"), ("\n", "%0A"));

    private static string AzureProperty(string text) => Replaced(AzureMessage(text), (";", "%3B"), ("]", "%5D"));

    private static string Replaced(string text, params IEnumerable<(string What, string By)> marks) =>
        marks.Aggregate(text, (current, mark) => current.Replace(mark.What, mark.By, StringComparison.Ordinal));
}
