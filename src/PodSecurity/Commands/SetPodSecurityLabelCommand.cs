using System.Management.Automation;
using PodSecurity.Api;
using PodSecurity.Api.Decoding;
using PodSecurity.Change;
using PodSecurity.Cluster;
using PodSecurity.Completion;
using PodSecurity.Errors;
using PodSecurity.Hosting;
using PodSecurity.Impact;
using PodSecurity.Manifests;
using PodSecurity.Standards.Labels;

namespace PodSecurity.Commands;

/// <summary>Sets the Pod Security labels of namespaces, and takes them away; says beforehand what the server would warn of.</summary>
[Cmdlet(VerbsCommon.Set, "PodSecurityLabel", SupportsShouldProcess = true)]
[OutputType(typeof(PodSecurityLabel))]
public sealed class SetPodSecurityLabelCommand : ClusterChangeCommand
{
    // No client can read the cluster's own defaults and exemptions.
    private static readonly LabelAdmissionOptions Options = new();
    private static readonly NamespaceAdmission Admission = new(Options);

    private IReadOnlyList<string> _warnings = [];

    /// <summary>The namespaces.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipelineByPropertyName = true)]
    [Alias("Ns")]
    [ArgumentCompleter(typeof(NamespaceCompleter))]
    public string[] Namespace { get; set; } = [];

    /// <summary>The level whose violation is refused; '' takes the label away.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [AllowEmptyString]
    [ArgumentCompleter(typeof(StandardLevelCompleter))]
    public string? Enforce { get; set; }

    /// <summary>The version of what is enforced; '' takes the label away.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [AllowEmptyString]
    [ArgumentCompleter(typeof(StandardVersionCompleter))]
    public string? EnforceVersion { get; set; }

    /// <summary>The level whose violation is noted in the audit log; '' takes the label away.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [AllowEmptyString]
    [ArgumentCompleter(typeof(StandardLevelCompleter))]
    public string? Audit { get; set; }

    /// <summary>The version of what is noted; '' takes the label away.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [AllowEmptyString]
    [ArgumentCompleter(typeof(StandardVersionCompleter))]
    public string? AuditVersion { get; set; }

    /// <summary>The level whose violation is warned of; '' takes the label away.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [AllowEmptyString]
    [ArgumentCompleter(typeof(StandardLevelCompleter))]
    public string? Warn { get; set; }

    /// <summary>The version of what is warned of; '' takes the label away.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [AllowEmptyString]
    [ArgumentCompleter(typeof(StandardVersionCompleter))]
    public string? WarnVersion { get; set; }

    /// <summary>Enforces also what pods or templates in the namespace violate.</summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    /// <summary>Writes the labels as the cluster then has them.</summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    protected override async Task ProcessRecordAsync()
    {
        var gateway = await GatewayAsync();
        foreach (var name in Namespace)
        {
            if (await gateway.GetAsync(ResourceTypes.Namespaces, null, name, StopToken) is { } document)
            {
                await SetAsync(gateway, NamespaceDecoder.Decode(document)!);
            }
            else
            {
                Report(ModuleError.NamespaceNotFound(name, gateway.Identity));
            }
        }
    }

    protected override string Describe(ObjectChange change) => "Change";

    protected override IEnumerable<string> Details(ObjectChange change)
    {
        var differences = FieldDifference.Between(change.Before!, change.After!).Select(difference => difference.ToString());
        return IsWhatIf || _warnings.Count == 0 ? differences : [.. differences, "The server would warn:", .. _warnings];
    }

    private async Task SetAsync(IClusterGateway gateway, KubernetesNamespace current)
    {
        var before = ServerFields.Read(current.Document);
        var change = new ObjectChange(ResourceTypes.Namespaces, null, current.Name, before, LabelBody.With(before, Given()));
        var wanted = LabelBody.Read(change.After!);
        var asksPods = Admission.LooksAtPods(current.Name, current.Labels, wanted);
        var pods = asksPods ? await EnforceImpact.PodsAsync(gateway, current.Name, StopToken) : [];
        var answer = Admission.Update(current.Name, current.Labels, wanted, pods);
        if (!answer.Allowed)
        {
            Report(ModuleError.LabelInvalid(current.Name, answer.Message!));
            return;
        }
        if (asksPods && !Force)
        {
            var enforce = new LabelReading(wanted, Options.Defaults).Policy.Enforce;
            var violations = await EnforceImpact.ViolationsAsync(gateway, current.Name, enforce, pods, StopToken);
            if (violations.Count > 0 && !IsWhatIf)
            {
                Report(ModuleError.EnforceViolated(current.Name, enforce, violations));
                return;
            }
            foreach (var violation in violations.Where(_ => IsWhatIf))
            {
                WriteWarning($"{violation.Kind}/{violation.Name} {violation.Message}: without -Force this would be refused.");
            }
        }
        _warnings = answer.Warnings;
        foreach (var warning in IsWhatIf ? _warnings : [])
        {
            WriteWarning(warning);
        }
        await MakeAsync(gateway, [change], stored: PassThru ? document => Write(gateway, document) : null);
        if (PassThru && change.Action == ChangeAction.None)
        {
            Write(gateway, current.Document);
        }
    }

    private void Write(IClusterGateway gateway, ManifestDocument stored) =>
        WriteObject(new PodSecurityLabel(NamespaceDecoder.Decode(stored)!, Options.Defaults, gateway.Identity.Name));

    /// <summary>The labels that the user named, on the command line or by a piped object.</summary>
    private Dictionary<string, string?> Given()
    {
        (string Parameter, string Key, string? Value)[] labels =
        [
            (nameof(Enforce), PodSecurityLabels.Enforce, Enforce),
            (nameof(EnforceVersion), PodSecurityLabels.EnforceVersion, EnforceVersion),
            (nameof(Audit), PodSecurityLabels.Audit, Audit),
            (nameof(AuditVersion), PodSecurityLabels.AuditVersion, AuditVersion),
            (nameof(Warn), PodSecurityLabels.Warn, Warn),
            (nameof(WarnVersion), PodSecurityLabels.WarnVersion, WarnVersion),
        ];
        return labels.Where(label => MyInvocation.BoundParameters.ContainsKey(label.Parameter)).ToDictionary(
            label => label.Key, label => label.Value);
    }
}
