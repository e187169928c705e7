using System.Management.Automation;

namespace PodSecurity.Inputs;

/// <summary>Takes a grant of Get-PspUse that comes from a file, a job or another session.</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class PolicyGrantTransformationAttribute : ArgumentTransformationAttribute
{
    public override object Transform(EngineIntrinsics engineIntrinsics, object inputData) =>
        inputData is PSObject { BaseObject: PSCustomObject } fields && Text(fields, "SubjectKind") is { } kind && Text(
            fields, "SubjectName") is { } name
            ? new PolicyGrant(
                Text(fields, "Policy"), kind, name, Text(fields, "SubjectNamespace"), Text(fields, "Namespace"),
                Text(fields, "Binding") ?? "", Text(fields, "Role") ?? "", Text(fields, "Status") ?? nameof(PolicyGrantStatus.Effective))
            {
                Cluster = Text(fields, "Cluster"),
            }
            : inputData;

    /// <remarks>CSV writes what is absent as an empty text.</remarks>
    private static string? Text(PSObject fields, string name) =>
        fields.Properties[name]?.Value?.ToString() is { Length: > 0 } text ? text : null;
}
