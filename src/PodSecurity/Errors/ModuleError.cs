using System.Management.Automation;
using System.Runtime.CompilerServices;
using PodSecurity.Api;
using PodSecurity.Change;
using PodSecurity.Manifests;
using PodSecurity.Standards;
using PodSecurity.Standards.Labels;

namespace PodSecurity.Errors;

/// <summary>The errors that commands themselves find. The name of each method is the error id; the texts stand nowhere else.</summary>
internal static class ModuleError
{
    public static ErrorRecord PathNotInFileSystem(string path, string provider, string parameter = "Path") => Create(
        ErrorCategory.InvalidArgument, path,
        $"-{parameter} '{path}' leads to the PowerShell provider {provider}, where there are no files. "
        + "Relative paths start at the current location: give a full path, or go to a folder first.");

    public static ErrorRecord PathNotFound(string path, Exception cause) => Create(
        ErrorCategory.ObjectNotFound, path, $"There is no file or folder '{path}'.", cause);

    public static ErrorRecord FolderWithoutManifests(string path, IEnumerable<string> extensions) => Create(
        ErrorCategory.ObjectNotFound, path, $"The folder '{path}' holds no manifest ({string.Join(", ", extensions)}).");

    public static ErrorRecord FolderUnreadable(string folder, Exception cause) => Create(
        ErrorCategory.ReadError, folder, $"The folder '{folder}' cannot be read, so nothing in it was: {cause.Message}", cause);

    public static ErrorRecord InputObjectNotSupported(object? input, Exception cause) => Create(
        ErrorCategory.InvalidData, input,
        $"An input object{(input is null ? "" : $" of type {input.GetType()}")} is not a Kubernetes object: {cause.Message}", cause);

    /// <param name="wanted">What is judged.</param>
    public static ErrorRecord NothingJudged(string wanted, object? given) => Create(
        ErrorCategory.ObjectNotFound, given,
        $"Nothing was judged: what was given holds no {wanted}. -Verbose names what was skipped.");

    public static ErrorRecord KindUnknown(ManifestType type, DocumentSource source) => Create(
        ErrorCategory.InvalidData, source.ToString(),
        $"{source}: Kubernetes has no kind {type.Kind} in {type.ApiVersion}. Check the spelling: the API server would refuse this object.");

    public static ErrorRecord ContainersMissing(Workload workload) => Create(
        ErrorCategory.InvalidData, workload.Document.Source.ToString(),
        $"{workload.Document.Source}: the {workload.Kind} '{workload.Name}' has no "
        + $"{$"{workload.PodPath}/spec/containers"[1..].Replace('/', '.')}, "
        + "so there is nothing to judge. Check spelling and indentation: the API server would refuse this object.");

    public static ErrorRecord PolicyNotFound(string name, object place) => Create(
        ErrorCategory.ObjectNotFound, name, $"There is no PodSecurityPolicy '{name}' in {place}.");

    public static ErrorRecord PolicyDuplicate(PodSecurityPolicy policy, PodSecurityPolicy first) => Create(
        ErrorCategory.InvalidData, policy.Name,
        $"{policy.Source}: the PodSecurityPolicy '{policy.Name}' is already given in {first.Source}; a cluster holds one of that name. "
        + "This one is left out.");

    public static ErrorRecord PolicyWithoutName(PodSecurityPolicy policy) => Create(
        ErrorCategory.InvalidData, policy.Source?.ToString(),
        $"{policy.Source}: the PodSecurityPolicy has no metadata.name. "
        + (policy.Metadata.UnknownFields?.ContainsKey(
            "generateName") == true ? "Names made by the server (generateName) are not supported: give it one." : "Give it one."));

    public static ErrorRecord PolicyInvalid(PodSecurityPolicy policy, PspValidationResult validation) => Create(
        ErrorCategory.InvalidData, policy.Name,
        $"{LeftOut(policy)}: no API server accepts it: {string.Join("; ", validation.Errors.Select(error => error.Message))}. Correct it.");

    public static ErrorRecord PolicyFieldUnknown(PodSecurityPolicy policy, PspWarning unknown) => Create(
        ErrorCategory.InvalidData, policy.Name,
        $"{LeftOut(policy)}: it has the field {unknown.Field}, and what that was to mean is not known. Correct its spelling, or remove "
        + "it.");

    public static ErrorRecord PolicyNeverAdmits(PodSecurityPolicy policy, string reason) => Create(
        ErrorCategory.InvalidData, policy.Name,
        $"{LeftOut(policy)}: it can never admit a pod ({reason}). Correct it, or delete it.");

    public static ErrorRecord NoPolicyToConvert(object? given) => Create(
        ErrorCategory.ObjectNotFound, given, "What was given holds no PodSecurityPolicy that can be carried over.");

    public static ErrorRecord GrantsUnknown(AdmissionPolicyEngine engine, object? given) => Create(
        ErrorCategory.ObjectNotFound, given,
        $"{engine} cannot ask who may use a policy, so the grants have to be written down, and none are known. Give the roles and bindings "
        + "with the policies, or say with -Snapshot or -Context whose they are.");

    public static ErrorRecord AdmissionPolicyTooCostly(object? given, Exception cause) => Create(
        ErrorCategory.LimitsExceeded, given, cause.Message, cause);

    public static ErrorRecord NoPolicy(object given) => Create(
        ErrorCategory.ObjectNotFound, given,
        "What was given with -Policy or -PolicyPath holds no PodSecurityPolicy, so there is nothing to judge by. "
        + "-Policy takes policies, not their names; -PolicyPath takes files.");

    /// <param name="parameter">The parameter that names the policy.</param>
    public static ErrorRecord ReferenceNotOne(string parameter, int count, object given) => Create(
        count == 0 ? ErrorCategory.ObjectNotFound : ErrorCategory.InvalidArgument, given,
        $"What was given with -{parameter} holds {(count == 0 ? "no" : count)} PodSecurityPolicies: give the one to compare with. "
        + "-ReferencePolicy takes policies, not their names or paths; -ReferencePath takes a file.");

    public static ErrorRecord NothingToMerge(IReadOnlyCollection<string> names) => Create(
        ErrorCategory.InvalidData, names,
        $"None of the policies {Some(names)} ever admits a pod (see the warnings), so there is nothing to merge.");

    public static ErrorRecord InputIncomplete(object? given) => Create(
        ErrorCategory.InvalidData, given,
        "Not everything that was given could be read (see the errors), so no policy was made: it would not cover what is missing.");

    /// <param name="message">The server's refusal.</param>
    /// <param name="isAsked">Whether switches of the command, and not the pod, stand in the way.</param>
    public static ErrorRecord WorkloadNotCovered(Workload workload, string message, bool isAsked) => Create(
        ErrorCategory.InvalidData, workload.Document.Source.ToString(),
        $"{workload.Document.Source}: {(isAsked ? "with these switches the policy would not admit" : "no policy admits")} "
        + $"{workload.Kind}/{workload.Name}, so none was made: {message}. Change the workload{(isAsked ? " or the switches" : "")}, or "
        + "leave "
        + "it out.");

    public static ErrorRecord ServiceAccountInvalid(string serviceAccount) => Create(
        ErrorCategory.InvalidArgument, serviceAccount, $"'{serviceAccount}' names no service account: write NAMESPACE:NAME or NAME.");

    public static ErrorRecord NamespaceNotFound(string name, object place) => Create(
        ErrorCategory.ObjectNotFound, name, $"There is no namespace '{name}' in {place}.");

    public static ErrorRecord LabelInvalid(string name, string message) => Create(
        ErrorCategory.InvalidArgument, name, $"The server would refuse this: {message}. Nothing was sent.");

    /// <param name="violations">What in the namespace violates the level.</param>
    public static ErrorRecord EnforceViolated(string name, LevelVersion enforce, IReadOnlyCollection<PssTestResult> violations) => Create(
        ErrorCategory.PermissionDenied, name,
        $"Nothing was changed: of the workloads and pods of the namespace '{name}', {violations.Count} would violate {enforce}: "
        + $"{Some([.. violations.Select(Reasons)])}. "
        + "Pods that run would go on and be refused when they are made again. Test-PodSecurityStandard -Explain says what to change; "
        + "-Force enforces the level nevertheless.");

    public static ErrorRecord StandardVersionUnknown(string version) => Create(
        ErrorCategory.InvalidArgument, version,
        $"'{version}' is no version of the Pod Security Standards. There are v1.0 to {StandardReview.NewestKnown}, and latest, which is "
        + $"the same as {StandardReview.NewestKnown}; a newer one, such as v1.{StandardReview.NewestKnown.Minor + 1}, is judged by the "
        + "newest known.");

    public static ErrorRecord KubernetesVersionUnknown(string version) => Create(
        ErrorCategory.InvalidArgument, version,
        $"'{version}' is no release of Kubernetes that is known here. There are {string.Join(", ", KubernetesRelease.All)}; 1.19.3 stands "
        + "for "
        + "1.19.0 to 1.19.3.");

    public static ErrorRecord KubernetesVersionWithoutPsp(string version) => Create(
        ErrorCategory.InvalidArgument, version,
        $"Kubernetes {version} has no PodSecurityPolicies: they were removed in 1.25. The last release that has them is "
        + $"{KubernetesRelease.Newest}. For 1.25 and later ask by the Pod Security Standards: Test-PodSecurityStandard, "
        + "Set-PodSecurityLabel.");

    /// <param name="pod">What was to be judged as an update.</param>
    public static ErrorRecord OldObjectMissing(object pod) => Create(
        ErrorCategory.ObjectNotFound, pod,
        $"{pod}: there is no pod of that name and namespace in -OldObject, so nobody knows what the update changes. Only pods are updated "
        + "under policies; give the pod as it was before.");

    public static ErrorRecord LevelMissing() => Create(
        ErrorCategory.InvalidArgument, null,
        "With -Quiet, say with -Level which level is to be met: baseline or restricted. Every workload meets some level.");

    public static ErrorRecord DefaultInvalid(object given) => Create(
        ErrorCategory.InvalidArgument, given,
        "-Default takes what the cluster's PodSecurityConfiguration says under defaults: enforce, audit and warn (privileged, baseline or "
        + "restricted), enforce-version, audit-version and warn-version (v1.N or latest).");

    public static ErrorRecord SubjectMissing(IEnumerable<string> policies) => Create(
        ErrorCategory.InvalidArgument, policies, "Nobody is named who shall use the policy: give -ServiceAccount, -User or -Group.");

    public static ErrorRecord ParameterNull(string parameter) => Create(
        ErrorCategory.InvalidArgument, parameter,
            $"-{parameter} is $null, as a variable is that was never set: give a value, or leave -{parameter} out.");

    public static ErrorRecord ScopeAmbiguous(string @namespace) => Create(
        ErrorCategory.InvalidArgument, @namespace,
            "-Namespace and -ClusterWide exclude each other: a use is meant in one namespace or in all.");

    public static ErrorRecord IdentityAmbiguous(string serviceAccount) => Create(
        ErrorCategory.InvalidArgument, serviceAccount,
            "A service account has the groups that the server gives it: use -ServiceAccount without -User and -Group.");

    public static ErrorRecord ObjectNotOurs(string policy, IReadOnlyCollection<string> objects, object place) => Create(
        ErrorCategory.ResourceExists, policy,
        $"{string.Join(" and ", objects)} in {place} would have to be changed for the use of '{policy}', and this module did not make "
        + $"{(objects.Count == 1 ? "it" : "them")} as {(objects.Count == 1 ? "it is" : "they are")}. Use -Force to change "
        + $"{(objects.Count == 1 ? "it" : "them")} all the same.");

    public static ErrorRecord PolicyOptionsInvalid(string name, ArgumentException cause) => Create(
        ErrorCategory.InvalidArgument, name, cause.Message.Replace($" (Parameter '{cause.ParamName}')", "", StringComparison.Ordinal),
            cause);

    public static ErrorRecord ObjectToRemoveNotFound(string name, object place) => Create(
        ErrorCategory.ObjectNotFound, name,
        $"There is nothing named '{name}' to remove in {place}. A policy is named alone, a role or binding as Kind/name or "
        + "Kind/namespace/name.");

    public static ErrorRecord SubjectInvalid(string text) => Create(
        ErrorCategory.InvalidArgument, text,
            $"'{text}' names nobody: write NAMESPACE:NAME for a service account, Group:NAME or User:NAME.");

    public static ErrorRecord BackupWithoutEksDefault(string path) => Create(
        ErrorCategory.ObjectNotFound, path,
        $"{path} holds no object of the EKS default that could be brought back. Without -Path, Restore-EksDefaultPsp brings back what EKS "
        + "ships; "
        + "Restore-PodSecurityBackup takes other backups.");

    /// <param name="rejected">What would be rejected, as <c>Kind/namespace/name</c>.</param>
    public static ErrorRecord EksDefaultNeeded(
        IReadOnlyCollection<string> rejected, IReadOnlyCollection<PspCoverage> cover, object place) =>
        Create(
        ErrorCategory.PermissionDenied, rejected,
        (rejected.Count == 0
            ? $"Not everything in {place} could be read (see the errors), so what the removal of the EKS default would do is not known. "
            : $"Without the EKS default, {rejected.Count} workloads of {place} would be rejected: {Some(rejected)}. "
                + $"What covers them: {Some([.. cover.Select(CommandFor)])}. Test-PspChange -Remove eks.privileged | Get-PspCoverage gives "
                + "this as objects. ")
        + "-Force removes the default nevertheless.");

    public static ErrorRecord NoChangeResult(object input) => Create(
        ErrorCategory.InvalidData, input,
        "An input object is no result of Test-PspChange of this session. One that was exported, selected from or came from a job has "
        + "lost the pod that it is about: run Test-PspChange here, on a snapshot if need be.");

    public static ErrorRecord FileExists(string path) => Create(
        ErrorCategory.ResourceExists, path, $"The file {path} exists. Use -Force to replace it.");

    public static ErrorRecord BackupExists(string path) => Create(
        ErrorCategory.ResourceExists, path,
        $"The file {path} exists, and a backup is never overwritten. Nothing was changed: move the file away, or give -BackupPath another "
        + "name.");

    public static ErrorRecord BackupNotWritten(string path, Exception cause) => Create(
        ErrorCategory.WriteError, path,
        $"The backup {path} cannot be written: {cause.Message} Nothing was changed that it would hold: give -BackupPath a place that can "
        + "be written.",
        cause);

    public static ErrorRecord SnapshotNotWritten(string path, Exception cause) => Create(
        ErrorCategory.WriteError, path, $"The snapshot {path} cannot be written: {cause.Message}", cause);

    public static ErrorRecord ReportNotWritten(string path, Exception cause) => Create(
        ErrorCategory.WriteError, path, $"The report {path} cannot be written: {cause.Message}", cause);

    public static ErrorRecord ReportFormatUnknown(string path, IEnumerable<string> endings) => Create(
        ErrorCategory.InvalidArgument, path,
        $"The name {path} does not say what the report shall be written as: give -Format, or a name that ends in "
        + $"{string.Join(", ", endings)}.");

    public static ErrorRecord ReportPathMissing(object? format) => Create(
        ErrorCategory.InvalidArgument, format,
        "A report is a file: give -Path. Without it, -Format GitHub and -Format Azure write their annotations to the output.");

    public static ErrorRecord ResultNotSupported(object? input) => Create(
        ErrorCategory.InvalidData, input,
        $"An input object{(input is null ? "" : $" of type {input.GetType()}")} is no verdict of this module. It is in the report as an "
        + "error. -Quiet gives no verdicts, and ConvertTo-Json needs -Depth 5 to keep all of one.");

    /// <param name="isOld">Whether a report of an earlier run is there.</param>
    public static ErrorRecord NothingReported(string? path, bool isOld) => Create(
        ErrorCategory.ObjectNotFound, path,
        "No report was written: no verdict came through the pipeline, and nothing judged is nothing passed."
        + (isOld ? $" The file {path} is that of an earlier run." : ""));

    public static ErrorRecord SmokeTestNotWritten(string path, Exception cause) => Create(
        ErrorCategory.WriteError, path, $"The smoke test {path} cannot be written: {cause.Message}", cause);

    public static ErrorRecord ChangeNotRolledBack(ChangeFailedException failure, string wayBack, object target) => Create(
        ErrorCategory.ResourceUnavailable, target, $"{failure.Message} {wayBack}", failure);

    public static ErrorRecord ChangeFailed(ChangeFailedException failure, object target) => Create(
        ErrorCategory.NotSpecified, target, failure.Message, failure);

    private static string LeftOut(PodSecurityPolicy policy) =>
        $"{(policy.Source is { } source ? $"{source}: " : "")}the PodSecurityPolicy '{policy.Name}' is left out";

    private static string Reasons(PssTestResult result) =>
        $"{result.Kind}/{result.Name} ({string.Join(", ", result.Violations.Select(violation => violation.Reason))})";

    private static string Some(IReadOnlyCollection<string> items) =>
        items.Count == 0 ? "(see the errors)" : string.Join(
            ", ", items.Take(10)) + (items.Count > 10 ? $" and {items.Count - 10} more" : "");

    private static string CommandFor(PspCoverage cover) => cover.Kind switch
    {
        nameof(PspCoverageKind.Impossible) => $"nothing for {string.Join(", ", cover.Workloads)}: {cover.Problem}",
        nameof(PspCoverageKind.NewPolicy) => $"{cover.Command} (a new policy)",
        _ => cover.Command!,
    };

    private static ErrorRecord Create(
        ErrorCategory category, object? target, string message, Exception? cause = null, [CallerMemberName] string errorId = "") =>
        new(new PSInvalidOperationException(message, cause), errorId, category, target);
}
