using System.Collections;
using System.ComponentModel;
using System.Management.Automation;
using System.Runtime.CompilerServices;
using PodSecurity.Text;

namespace PodSecurity.Formatting;

/// <summary>
/// Properties as the lists show them: nothing in them that a terminal obeys, words whole, each item of a collection on a line of its own.
/// Hidden members in PodSecurity.Types.ps1xml call these; each shows the property of its name.
/// </summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class ListView
{
    // The longest label of a list and what PowerShell puts after it.
    private const int Margin = 18 + 3;

    private const int Indent = 2;

    public static object Advice(PSObject instance) => Lines(instance);

    public static object After(PSObject instance) => Lines(instance);

    public static object Allowed(PSObject instance) => Lines(instance);

    public static object AllowedBy(PSObject instance) => Lines(instance);

    public static object Audit(PSObject instance) => Lines(instance);

    public static object AuditAnnotations(PSObject instance) => Lines(instance);

    public static object AuditVersion(PSObject instance) => Lines(instance);

    public static object Before(PSObject instance) => Lines(instance);

    public static object Binding(PSObject instance) => Lines(instance);

    public static object Breaks(PSObject instance) => Lines(instance);

    public static object Cause(PSObject instance) => Lines(instance);

    public static object Change(PSObject instance) => Lines(instance);

    public static object Changes(PSObject instance) => Lines(instance);

    public static object Check(PSObject instance) => Lines(instance);

    public static object Cluster(PSObject instance) => Lines(instance);

    public static object ClusterRole(PSObject instance) => Lines(instance);

    public static object ClusterRoleBinding(PSObject instance) => Lines(instance);

    public static object Command(PSObject instance) => Lines(instance);

    public static object Controller(PSObject instance) => Lines(instance);

    public static object CurrentPolicy(PSObject instance) => Lines(instance);

    public static object Detail(PSObject instance) => Lines(instance);

    public static object DifferencePolicy(PSObject instance) => Lines(instance);

    public static object Differences(PSObject instance) => Lines(instance);

    public static object Documents(PSObject instance) => Lines(instance);

    public static object EffectiveAudit(PSObject instance) => Lines(instance);

    public static object EffectiveEnforce(PSObject instance) => Lines(instance);

    public static object EffectiveWarn(PSObject instance) => Lines(instance);

    public static object Enforce(PSObject instance) => Lines(instance);

    public static object Engine(PSObject instance) => Lines(instance);

    public static object EnforceVersion(PSObject instance) => Lines(instance);

    public static object Errors(PSObject instance) => Lines(instance);

    public static object Excess(PSObject instance) => Lines(instance);

    public static object Explanation(PSObject instance) => Lines(instance);

    public static object Field(PSObject instance) => Lines(instance);

    public static object Fix(PSObject instance) => Lines(instance);

    public static object Forbids(PSObject instance) => Lines(instance);

    public static object Grants(PSObject instance) => Lines(instance);

    public static object Group(PSObject instance) => Lines(instance);

    public static object HeldBackBy(PSObject instance) => Lines(instance);

    public static object Identity(PSObject instance) => Lines(instance);

    public static object Kind(PSObject instance) => Lines(instance);

    public static object LeavesOpen(PSObject instance) => Lines(instance);

    public static object Level(PSObject instance) => Lines(instance);

    public static object MergedPolicies(PSObject instance) => Lines(instance);

    public static object Losses(PSObject instance) => Lines(instance);

    public static object Message(PSObject instance) => Lines(instance);

    public static object Mutates(PSObject instance) => Lines(instance);

    public static object Name(PSObject instance) => Lines(instance);

    public static object Namespace(PSObject instance) => Lines(instance);

    public static object NewPolicy(PSObject instance) => Lines(instance);

    public static object NewValue(PSObject instance) => Lines(instance);

    public static object NextLevel(PSObject instance) => Lines(instance);

    public static object Obstacle(PSObject instance) => Lines(instance);

    public static object OldValue(PSObject instance) => Lines(instance);

    public static object Order(PSObject instance) => Lines(instance);

    public static object Path(PSObject instance) => Lines(instance);

    public static object PodFix(PSObject instance) => Lines(instance);

    public static object Pods(PSObject instance) => Lines(instance);

    public static object Policies(PSObject instance) => Lines(instance);

    public static object Policy(PSObject instance) => Lines(instance);

    public static object PolicyFix(PSObject instance) => Lines(instance);

    public static object Problem(PSObject instance) => Lines(instance);

    public static object Problems(PSObject instance) => Lines(instance);

    public static object ProposedPolicy(PSObject instance) => Lines(instance);

    public static object Reason(PSObject instance) => Lines(instance);

    public static object Reasons(PSObject instance) => Lines(instance);

    public static object ReferencePolicy(PSObject instance) => Lines(instance);

    public static object RefusedBy(PSObject instance) => Lines(instance);

    public static object Requester(PSObject instance) => Lines(instance);

    public static object Requires(PSObject instance) => Lines(instance);

    public static object Risk(PSObject instance) => Lines(instance);

    public static object Role(PSObject instance) => Lines(instance);

    public static object ServiceAccount(PSObject instance) => Lines(instance);

    public static object Setting(PSObject instance) => Lines(instance);

    public static object Source(PSObject instance) => Lines(instance);

    public static object State(PSObject instance) => Lines(instance);

    public static object Status(PSObject instance) => Lines(instance);

    public static object Step(PSObject instance) => Lines(instance);

    public static object Subject(PSObject instance) => Lines(instance);

    public static object SubjectKind(PSObject instance) => Lines(instance);

    public static object SubjectName(PSObject instance) => Lines(instance);

    public static object SubjectNamespace(PSObject instance) => Lines(instance);

    public static object Target(PSObject instance) => Lines(instance);

    public static object Type(PSObject instance) => Lines(instance);

    public static object Undo(PSObject instance) => Lines(instance);

    public static object UsablePolicies(PSObject instance) => Lines(instance);

    public static object Value(PSObject instance) => Lines(instance);

    public static object Version(PSObject instance) => Lines(instance);

    public static object Violations(PSObject instance) => Lines(instance);

    public static object Warn(PSObject instance) => Lines(instance);

    public static object WarnVersion(PSObject instance) => Lines(instance);

    public static object Warnings(PSObject instance) => Lines(instance);

    public static object Workloads(PSObject instance) => Lines(instance);

    /// <summary>YAML keeps its lines.</summary>
    public static object Patch(PSObject instance) =>
        string.Join('\n', $"{instance.Properties["Patch"].Value}".TrimEnd('\n').Split('\n').Select(PrintableText.Escape));

    private static string Lines(PSObject instance, [CallerMemberName] string name = "")
    {
        var width = Terminal.Width - 1 - Margin;
        return string.Join(
            '\n', Items(instance.Properties[name].Value).Select(item => LineBreaker.Wrap(PrintableText.Escape(item), width, Indent)));
    }

    private static IEnumerable<string> Items(object? value) => value switch
    {
        null => [],
        // A list or a map, as a file or a job brings it.
        PSObject { BaseObject: IEnumerable inner and not string } => Items(inner),
        string text => [text],
        IReadOnlyDictionary<string, string> map => map.Select(pair => $"{pair.Key}={pair.Value}"),
        IDictionary map => map.Cast<DictionaryEntry>().Select(entry => $"{entry.Key}={entry.Value}"),
        IEnumerable items => items.Cast<object?>().Select(item => item is null ? "" : PSObject.AsPSObject(item).InWords()),
        _ => [$"{value}"],
    };
}
