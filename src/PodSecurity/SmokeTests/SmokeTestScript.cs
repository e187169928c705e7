using System.Management.Automation.Language;
using System.Text.RegularExpressions;
using PodSecurity.Text;

namespace PodSecurity.SmokeTests;

/// <summary>
/// A smoke test as PowerShell. Names of a cluster can be anything: they stand in data only, as quoted literals, never in code or in the
/// names of tests, in which Pester evaluates expressions.
/// </summary>
internal static partial class SmokeTestScript
{
    /// <param name="file">The file's path.</param>
    /// <param name="source">What the test is made from, in words.</param>
    /// <param name="context">What the test asks when it is not told otherwise; null: the current context.</param>
    /// <param name="kubeConfig">A resolved path; in the file it is relative to the file.</param>
    /// <param name="snapshot">As <paramref name="kubeConfig"/>.</param>
    public static string Write(SmokeTest test, string file, string source, string? context, string? kubeConfig, string? snapshot)
    {
        var values = new Dictionary<string, IEnumerable<string>>
        {
            ["source"] = [PrintableText.Escape(source)],
            ["file"] = [CommandLine.Quote($"./{Path.GetFileName(file)}")],
            ["context"] = Default(context is null ? null : Literal(context)),
            ["kubeconfig"] = Default(kubeConfig is null ? null : Beside(file, kubeConfig)),
            ["snapshot"] = Default(snapshot is null ? null : Beside(file, snapshot)),
            ["skip"] = [test.ServesPolicies ? "$false" : "$true"],
            ["annotations"] = [string.Join(", ", SmokeTestReader.Annotations.Select(Literal))],
            ["busybox"] = [ExamplePods.Busybox],
            ["privileged"] = [ExamplePods.Privileged],
            ["policies"] = test.Policies.SelectMany(policy => Row("Name", policy)),
            ["grants"] = test.Grants.Select(Row),
            ["admitted"] = test.Pods.Where(pod => pod.Policy is not null).Select(Row),
            ["refused"] = test.Pods.Where(pod => pod.Policy is null).Select(Row),
            ["namespaces"] = test.Namespaces.SelectMany(item => Row("Namespace", item)),
        };
        // In one pass, so that nothing is looked for in what was filled in.
        return Field().Replace(Template().ReplaceLineEndings("\n"), match => string.Join(
            $"\n{match.Groups["indent"].Value}", values[match.Groups["name"].Value].DefaultIfEmpty("")) is { Length: > 0 } text
                ? $"{match.Groups["indent"].Value}{text}"
                : "");
    }

    private static IEnumerable<string> Default(string? expression) => expression is null ? [] : [$" = {expression}"];

    /// <summary>A path that still leads there when the repository lies elsewhere.</summary>
    private static string Beside(string file, string path)
    {
        var relative = Path.GetRelativePath(Path.GetDirectoryName(file)!, path);
        return Path.IsPathRooted(relative)
            ? Literal(relative)
            : $"(Join-Path $PSScriptRoot {Literal(relative.Replace(Path.DirectorySeparatorChar, '/'))})";
    }

    private static IEnumerable<string> Row(string key, NamedText item) =>
        [$"@{{ {key} = {Literal(item.Name)}; Text = @(", .. item.Text.Select(line => $"    {Literal(line)}"), ") }"];

    private static string Row(PolicyGrant grant) => Table(
        ("Policy", grant.Policy), ("Subject", grant.Subject), ("Namespace", grant.Namespace), ("Binding", grant.Binding),
        ("Role", grant.Role), ("Status", grant.Status));

    private static string Row(SmokeTestPod pod)
    {
        var whose = Table([.. pod.As.Select(parameter => (parameter.Key, (string?)parameter.Value))]);
        var policy = pod.Policy is null ? "" : $"; Policy = {Literal(pod.Policy)}";
        return $"@{{ Pod = {Literal(pod.Pod)}; Namespace = {Literal(pod.Namespace)}; As = {whose}{policy} }}";
    }

    private static string Table(params (string Key, string? Value)[] entries) =>
        $"@{{ {string.Join("; ", entries.Select(entry => $"{entry.Key} = {(entry.Value is null ? "$null" : Literal(entry.Value))}"))} }}";

    /// <summary>
    /// A text on one line, whatever is in it: what is not seen, or turns the direction of writing, is written by its number.
    /// </summary>
    private static string Literal(string text) => PrintableText.Escape(text) == text
        ? $"'{CodeGeneration.EscapeSingleQuotedStringContent(text)}'"
        : CommandLine.Quote(text);

    private static string Template()
    {
        using var stream = typeof(SmokeTestScript).Assembly.GetManifestResourceStream("PodSecurity.SmokeTests.SmokeTest.ps1")!;
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }

    [GeneratedRegex(
        @"(?m)(?<indent>^ *)?\{(?<name>source|file|context|kubeconfig|snapshot|skip|annotations|busybox|privileged|policies|grants|admitted"
        + @"|refused|namespaces)\}")]
    private static partial Regex Field();
}
