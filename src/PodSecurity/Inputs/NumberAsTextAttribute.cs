using System.Collections;
using System.Globalization;
using System.Management.Automation;

namespace PodSecurity.Inputs;

/// <summary>Lets a range be one plain number: PowerShell takes 80 as an integer, and our ranges are read from text.</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class NumberAsTextAttribute : ArgumentTransformationAttribute
{
    public override object Transform(EngineIntrinsics engineIntrinsics, object inputData) =>
        inputData is IList list ? list.Cast<object>().Select(TextOf).ToArray() : TextOf(inputData);

    private static object TextOf(object value) =>
        (value is PSObject wrapped ? wrapped.BaseObject : value) is var plain && plain is int or long
        ? Convert.ToString(plain, CultureInfo.InvariantCulture)!
        : value;
}
