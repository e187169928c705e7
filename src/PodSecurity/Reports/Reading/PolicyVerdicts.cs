namespace PodSecurity.Reports.Reading;

/// <summary>The verdicts about PodSecurityPolicies.</summary>
internal static class PolicyVerdicts
{
    public static Finding Admission(ResultFields result)
    {
        var isAllowed = result.IsTrue("Allowed") && result.Text("Outcome") == nameof(AdmissionOutcome.Allowed);
        return Workload(CheckNames.Admission, result, isAllowed ? FindingLevel.Pass : FindingLevel.Error) with
        {
            Verdict = isAllowed && result.Text("Policy") is { } policy ? $"Allowed by {policy}" : result.TextOrEmpty("Outcome"),
        };
    }

    public static Finding Change(ResultFields result)
    {
        var level = result.Text("Outcome") switch
        {
            nameof(PspChangeOutcome.Unchanged) or nameof(PspChangeOutcome.PolicyChanged) => FindingLevel.Pass,
            nameof(PspChangeOutcome.NewlyMutated) => FindingLevel.Note,
            nameof(PspChangeOutcome.AlreadyRejected) => FindingLevel.Warning,
            _ => FindingLevel.Error,
        };
        var finding = Workload(CheckNames.Change, result, level);
        return level != FindingLevel.Note ? finding : finding with
        {
            Violations = [new("change/newly-changed", level, $"{result.Text("ProposedPolicy")} would change the pod.")
            {
                Policy = result.Text("ProposedPolicy"), Fix = string.Join("; ", result.List("Changes").Select(ChangeText)),
            }],
        };
    }

    public static Finding Coverage(ResultFields cover)
    {
        var isImpossible = cover.Text("Kind") == nameof(PspCoverageKind.Impossible);
        var risks = cover.List("Risk").Select(Risk).ToList();
        var level = isImpossible ? FindingLevel.Error : risks.Count > 0 ? FindingLevel.Warning : FindingLevel.Note;
        string[] accounts = [.. cover.Texts("ServiceAccount"), .. cover.Texts("Group")];
        var what = $"{(isImpossible ? "Nothing covers" : $"{cover.Text("Policy")} covers")} {string.Join(", ", cover.Texts("Workloads"))}";
        var proposal = new Violation(
            isImpossible ? "coverage/impossible" : "coverage", level, isImpossible ? $"{what}: {cover.Text("Problem")}" : $"{what}.")
        {
            Policy = cover.Text("Policy"), Fix = cover.Text("Advice") is { } advice ? $"{cover.Text("Command")} ({advice})" : cover.Text(
                "Command"),
        };
        return new(CheckNames.Coverage, "", cover.Text("Namespace"), string.Join(", ", accounts), level, cover.TextOrEmpty("Kind"))
        {
            Violations = [proposal, .. risks],
        };
    }

    public static Finding Policy(ResultFields policy)
    {
        Violation[] violations = [.. policy.List("Errors").Select(PolicyError), .. policy.List("Warnings").Select(PolicyWarning)];
        var isValid = policy.IsTrue("Valid") && !violations.Any(violation => violation.Level == FindingLevel.Error);
        var level = !isValid ? FindingLevel.Error : violations.Length == 0 ? FindingLevel.Pass : violations.Max(one => one.Level);
        return new(
            CheckNames.Policy, "PodSecurityPolicy", null, policy.TextOrEmpty("Name"), level, isValid ? "Valid" : "Invalid")
        {
            Criterion = Release(policy),
            Message = policy.Text("Message"),
            Violations = Some(violations, level, "policy/error", policy.Text("Message")),
        };
    }

    private static Finding Workload(string check, ResultFields result, FindingLevel level)
    {
        var finding = new Finding(
            check, result.TextOrEmpty("Kind"), result.Text("Namespace"), result.TextOrEmpty("Name"), level, result.TextOrEmpty("Outcome"))
        {
            Criterion = Release(result),
        };
        if (level is FindingLevel.Pass)
        {
            return finding;
        }
        var explanations = result.List("Explanation").ToList();
        Violation[] violations = [.. result.List("Violations").Select(one => Broken(one, level, explanations))];
        return finding with
        {
            Message = result.Text("Message"),
            Violations = WithGrants(Some(violations, level, "psp/refused", result.Text("Message")), explanations),
        };
    }

    private static Violation Broken(ResultFields violation, FindingLevel level, IReadOnlyList<ResultFields> explanations)
    {
        var (message, policy) = (violation.Text("Message") ?? violation.Self, violation.Text("Policy"));
        var fix = explanations.FirstOrDefault(
            one => one.Object("Obstacle").Text("Message") == message && one.Text("Policy") == policy);
        return new(PolicyRuleNames.Of(violation.Text("Field") ?? message), level, message)
        {
            Policy = policy,
            Field = violation.Text("Field"),
            Fix = Joined(
                [fix.Text("PodFix") is { } pod ? $"In the pod: {pod}." : null, fix.Text(
                    "PolicyFix") is { } own ? $"In the policy: {own}." : null]),
        };
    }

    /// <summary>What lets the pod in without any change to it stands with the first of the violations.</summary>
    private static Violation[] WithGrants(Violation[] violations, IEnumerable<ResultFields> explanations)
    {
        var grants = explanations.Where(one => one.Text("Grant") is not null).Select(
            one => $"{one.Text("Policy")} would admit it: {one.Text("Grant")}.");
        return Joined([violations[0].Fix, .. grants]) is { } fix ? [violations[0] with { Fix = fix }, .. violations[1..]] : violations;
    }

    private static string? Release(ResultFields result) => result.Text("KubernetesVersion") is { } version ? $"Kubernetes {version}" : null;

    private static Violation PolicyError(ResultFields error) =>
        new("policy/error", FindingLevel.Error, error.Text("Message") ?? error.Self) { Field = error.Text("Field") };

    private static Violation PolicyWarning(ResultFields warning) => new(
        $"policy/{warning.Text("Code") ?? "remark"}",
        warning.Text("Kind") == nameof(PspWarningKind.Note) ? FindingLevel.Note : FindingLevel.Warning,
        warning.Text("Message") ?? warning.Self) { Field = warning.Text("Field") };

    private static Violation Risk(ResultFields risk) => new(
        $"coverage/{risk.Text("Code") ?? "risk"}", FindingLevel.Warning,
        string.Join(", ", risk.Texts("Workloads")) is { Length: > 0 } workloads
            ? $"{risk.Text("Code")}, for {workloads}"
            : $"{risk.Text("Code") ?? risk.Self}: no workload asks for it") { Field = risk.Text("Field") };

    private static string ChangeText(ResultFields change) =>
        change.Text(
            "Path") is { } path ? $"{path}: {change.Text("OldValue") ?? "unset"} -> {change.Text("NewValue") ?? "unset"}" : change.Self;

    /// <summary>What is not good has at least one violation.</summary>
    private static Violation[] Some(Violation[] violations, FindingLevel level, string rule, string? message) =>
        violations.Length > 0 || level == FindingLevel.Pass ? violations : [new(rule, level, message ?? RuleCatalog.Find(rule).Title)];

    private static string? Joined(IEnumerable<string?> texts) =>
        string.Join(' ', texts.Where(text => !string.IsNullOrEmpty(text))) is { Length: > 0 } joined ? joined : null;
}
