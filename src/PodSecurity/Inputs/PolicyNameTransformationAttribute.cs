using System.Collections;
using System.Management.Automation;

namespace PodSecurity.Inputs;

/// <summary>
/// Takes the name of a policy from a policy, in any form that PowerShell knows: ours, what ConvertFrom-Json gives, a hashtable.
/// </summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class PolicyNameTransformationAttribute : ArgumentTransformationAttribute
{
    public override object Transform(EngineIntrinsics engineIntrinsics, object inputData) =>
        inputData is IList list ? list.Cast<object>().Select(NameOf).ToArray() : NameOf(inputData);

    private static object NameOf(object input) => input switch
    {
        // A name with brackets is meant as it is when it comes from a policy.
        PSObject { BaseObject: PodSecurityPolicy policy } => WildcardPattern.Escape(policy.Name),
        PodSecurityPolicy policy => WildcardPattern.Escape(policy.Name),
        PSObject { BaseObject: IDictionary map } when Member(map["metadata"], "name") is string name => WildcardPattern.Escape(name),
        IDictionary map when Member(map["metadata"], "name") is string name => WildcardPattern.Escape(name),
        PSObject other when Member(Member(other, "metadata"), "name") is string name => WildcardPattern.Escape(name),
        _ => input,
    };

    private static object? Member(object? value, string name) => value switch
    {
        IDictionary map => map[name],
        PSObject { BaseObject: IDictionary map } => map[name],
        PSObject other => other.Properties[name]?.Value,
        _ => null,
    };
}
