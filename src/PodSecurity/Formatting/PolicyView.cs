using System.ComponentModel;
using System.Management.Automation;
using PodSecurity.Api.Decoding;
using PodSecurity.Inputs;
using PodSecurity.Text;

namespace PodSecurity.Formatting;

/// <summary>
/// The texts of a policy's views, as kubectl shows them. Hidden members of PodSecurityPolicy (PodSecurity.Types.ps1xml) call these, so the
/// views need no script blocks.
/// </summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class PolicyView
{
    // The width of the column.
    private const int NameWidth = 18;

    public static object Name(PSObject instance) => LineBreaker.Wrap(PrintableText.Escape(Policy(instance).Name), NameWidth);

    public static object Priv(PSObject instance) => Row(instance).Priv;

    public static object Caps(PSObject instance) => Short(Row(instance).Caps);

    public static object SELinux(PSObject instance) => PrintableText.Escape(Row(instance).SELinux);

    public static object RunAsUser(PSObject instance) => PrintableText.Escape(Row(instance).RunAsUser);

    public static object FSGroup(PSObject instance) => PrintableText.Escape(Row(instance).FSGroup);

    public static object SupGroup(PSObject instance) => PrintableText.Escape(Row(instance).SupGroup);

    public static object ReadOnlyRootFs(PSObject instance) => Row(instance).ReadOnlyRootFs;

    public static object Volumes(PSObject instance) => Short(Row(instance).Volumes);

    public static object Settings(PSObject instance) => Text(PspDescription.Of(Policy(instance)).Settings);

    /// <summary>Empty when kubectl shows everything.</summary>
    public static object MoreSettings(PSObject instance) =>
        string.Join(
            '\n', new[] { Text(PspDescription.Of(Policy(instance)).MoreSettings), Text(
                PspDescription.Of(Policy(instance)).Metadata) }.Where(
                text => text.Length > 0));

    private static PodSecurityPolicy Policy(PSObject instance) => instance.BaseObject as PodSecurityPolicy
        ?? PolicyDecoder.Decode(new(ParsedObject.ToJson(instance), new("input")))!;

    private static PspRow Row(PSObject instance) => PspRow.Of(Policy(instance));

    /// <summary>A list in a table: the first item, and how many more there are; the list view has them all.</summary>
    private static string Short(string items) =>
        PrintableText.Escape(items.Split(',') is [var first, _, ..] all ? $"{first} +{all.Length - 1}" : items);

    private static string Text(IReadOnlyList<PspDescriptionLine> lines) =>
        lines.Count == 0 ? "" : string.Join('\n', PspDescription.Align(lines).Select(line => PrintableText.Escape(line[2..])));
}
