namespace PodSecurity.Reports.Reading;

/// <summary>The verdicts about the Pod Security Standards and the labels of namespaces.</summary>
internal static class StandardVerdicts
{
    /// <summary>Whoever asked for no level is told which one is met: that is no failure, but what meets none is worth a warning.</summary>
    public static Finding Level(ResultFields result)
    {
        var (isAllowed, next, met) = (result.IsTrue("Allowed"), result.Text("NextLevel"), result.TextOrEmpty("Level"));
        var level = !isAllowed ? FindingLevel.Error
            : next is null ? FindingLevel.Pass
            : met == "privileged" ? FindingLevel.Warning : FindingLevel.Note;
        var fixes = result.List("Explanation").ToLookup(one => one.TextOrEmpty("Check"), one => one.Text("Fix"));
        Violation[] violations = [.. result.List("Violations").Select(one => Failed(one, level, fixes))];
        return Finding(CheckNames.Standard, result, level, isAllowed ? $"meets {met}" : $"violates {met}") with
        {
            Criterion = $"{next ?? met}:{result.Text("Version")}",
            Message = result.Text("Message"),
            Violations = violations.Length > 0 || level == FindingLevel.Pass
                ? violations
                : [new("pss/refused", level, result.Text("Message") ?? $"Does not meet {next ?? met}.")],
        };
    }

    public static Finding Answer(ResultFields answer)
    {
        var isAllowed = answer.IsTrue("Allowed");
        Violation[] warnings = [.. answer.Texts("Warnings").Select(text => new Violation("pss/warning", FindingLevel.Warning, text))];
        var message = answer.Text("Message") ?? "Refused.";
        var level = !isAllowed ? FindingLevel.Error : warnings.Length > 0 ? FindingLevel.Warning : FindingLevel.Pass;
        return Finding(CheckNames.Standard, answer, level, isAllowed ? "Allowed" : "Refused") with
        {
            Criterion = answer.Text("Enforce") is { } enforce ? $"enforce {enforce}" : null,
            Message = answer.Text("Message"),
            Violations = isAllowed ? warnings : [new("pss/refused", FindingLevel.Error, message), .. warnings],
        };
    }

    public static Finding Labels(ResultFields labels)
    {
        var name = labels.TextOrEmpty("Namespace");
        Violation[] problems = [.. labels.Texts("Problems").Select(text => new Violation("label", FindingLevel.Warning, text))];
        return new(
            CheckNames.Labels, "Namespace", name, name, problems.Length > 0 ? FindingLevel.Warning : FindingLevel.Pass,
            $"enforce {labels.Text("EffectiveEnforce")}")
        {
            Violations = problems,
        };
    }

    private static Finding Finding(string check, ResultFields result, FindingLevel level, string verdict) =>
        new(check, result.TextOrEmpty("Kind"), result.Text("Namespace"), result.TextOrEmpty("Name"), level, verdict);

    private static Violation Failed(ResultFields violation, FindingLevel level, ILookup<string, string?> fixes)
    {
        var check = violation.Text("Check");
        var (reason, detail) = (violation.Text("Reason") ?? violation.Self, violation.Text("Detail"));
        return new(check is null ? "pss/refused" : $"pss/{check}", level, detail is null ? reason : $"{reason} ({detail})")
        {
            Fix = check is null ? null : fixes[check].FirstOrDefault(),
        };
    }
}
