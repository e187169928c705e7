using PodSecurity.Api;

namespace PodSecurity.Standards.Checks;

/// <summary>A rule that does not hold for some pods.</summary>
internal sealed class ExemptRule : StandardRule
{
    private readonly StandardRule _rule;
    private readonly Func<Pod, bool> _isExempt;

    private ExemptRule(StandardRule rule, Func<Pod, bool> isExempt) => (_rule, _isExempt) = (rule, isExempt);

    /// <summary>The API itself forbids Windows pods the fields that the rule demands.</summary>
    public static ExemptRule ForWindows(StandardRule rule) => new(rule, static pod => pod.OSName == "windows");

    /// <summary>What is root inside a user namespace is nobody on the host. Absent is not false.</summary>
    public static ExemptRule ForUserNamespaces(StandardRule rule) => new(rule, static pod => pod.HostUsers == false);

    public override bool Allows(Pod pod) => _isExempt(pod) || _rule.Allows(pod);

    public override Refusal Explain(Pod pod) => _rule.Explain(pod);

    public override void Fix(Pod pod, PodPatch patch) => _rule.Fix(pod, patch);
}
