using System.Collections;
using System.Globalization;
using System.Management.Automation;

namespace PodSecurity.Reports.Reading;

/// <summary>
/// The properties of a result, by name: of ours, of what Import-Clixml or a job makes of it, and of what ConvertFrom-Json gives. They all
/// have the same names.
/// </summary>
internal readonly struct ResultFields
{
    private readonly PSObject? _object;

    public ResultFields(object? value) => _object = value is null ? null : PSObject.AsPSObject(value);

    public bool Has(params IEnumerable<string> names)
    {
        var properties = _object?.Properties;
        return properties is not null && names.All(name => properties[name] is not null);
    }

    /// <summary>The property as text; null when it is empty or not there.</summary>
    public string? Text(string name) => TextOf(Value(name)) is { Length: > 0 } text ? text : null;

    /// <summary>The property as text; "" when it is not there.</summary>
    public string TextOrEmpty(string name) => Text(name) ?? "";

    public bool IsTrue(string name) => Plain(Value(name)) is true;

    public int? Number(string name) =>
        int.TryParse(Text(name), NumberStyles.Integer, CultureInfo.InvariantCulture, out var number) ? number : null;

    public ResultFields Object(string name) => new(Value(name));

    /// <summary>The items of a list. One that was written too deep to keep its items is a text, and counts as one item.</summary>
    public IEnumerable<ResultFields> List(string name) => Plain(Value(name)) switch
    {
        null => [],
        string text => text.Length == 0 ? [] : [new(text)],
        IDictionary map => [new(map)],
        IEnumerable items => items.Cast<object?>().Select(item => new ResultFields(item)),
        var single => [new(single)],
    };

    public IEnumerable<string> Texts(string name) => List(name).Select(item => item.Self);

    /// <summary>The value itself as text.</summary>
    public string Self => TextOf(_object);

    private object? Value(string name) => _object?.Properties[name]?.Value;

    private static object? Plain(object? value) => value is PSObject wrapped ? wrapped.BaseObject : value;

    private static string TextOf(object? value) =>
        value is null ? "" : (string)LanguagePrimitives.ConvertTo(value, typeof(string), CultureInfo.InvariantCulture);
}
