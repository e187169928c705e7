using System.Collections;
using System.Management.Automation;
using PodSecurity.Errors;
using PodSecurity.Hosting;
using PodSecurity.Standards;
using PodSecurity.Standards.Labels;

namespace PodSecurity.Inputs;

/// <summary>Reads what users say of levels, versions and the configuration of a cluster's admission.</summary>
internal static class StandardArguments
{
    /// <summary>The versions, each once. One that cannot be read ends the command; one that is newer than known is warned of.</summary>
    public static IReadOnlyList<PodSecurityVersion> Versions(PodSecurityCommand command, IEnumerable<string> texts)
    {
        var versions = texts.Select(text => Version(command, text)).Distinct().ToList();
        foreach (var version in versions.Where(version => !version.IsLatest && version.Minor > StandardReview.NewestKnown.Minor))
        {
            command.WriteWarning(NewerThanKnown(version));
        }
        return versions;
    }

    public static string NewerThanKnown(PodSecurityVersion version) =>
        $"Version {version} is newer than the newest known, {StandardReview.NewestKnown}: it is judged as {StandardReview.NewestKnown}.";

    /// <summary>The configuration of the cluster's admission, as its administrators wrote it and no client can read it.</summary>
    public static LabelAdmissionOptions Options(
        PodSecurityCommand command, Hashtable defaults, string[]? namespaces, string[]? users, string[]? runtimeClasses)
    {
        var labels = new Dictionary<string, string>();
        foreach (DictionaryEntry entry in defaults)
        {
            labels[PodSecurityLabels.Prefix + entry.Key] = LanguagePrimitives.ConvertTo<string>(entry.Value);
        }
        var reading = new LabelReading(labels, NamespacePolicy.Privileged);
        if (reading.Errors.Count > 0 || labels.Keys.Except(PodSecurityLabels.All).Any())
        {
            command.ThrowTerminatingError(ModuleError.DefaultInvalid(defaults));
        }
        return new()
        {
            Defaults = reading.Explicit,
            ExemptNamespaces = namespaces ?? [],
            ExemptUsers = users ?? [],
            ExemptRuntimeClasses = runtimeClasses ?? [],
        };
    }

    private static PodSecurityVersion Version(PodSecurityCommand command, string text)
    {
        if (!PodSecurityVersion.TryParse(text, out var version))
        {
            command.ThrowTerminatingError(ModuleError.StandardVersionUnknown(text));
        }
        return version;
    }
}
