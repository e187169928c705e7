using System.Collections;
using System.Globalization;
using System.Management.Automation;

namespace PodSecurity.Inputs;

/// <summary>
/// Lets users write lists, maps and ranges of a policy as PowerShell users do: one item or an array, hashtables, numbers.
/// PodSecurity.Types.ps1xml names it for each of these types.
/// </summary>
public sealed class PolicyValueConverter : PSTypeConverter
{
    public override bool CanConvertFrom(object sourceValue, Type destinationType) => ItemType(destinationType) is not null
        || (destinationType == typeof(StringMap) && Base(sourceValue) is IDictionary or PSCustomObject)
        || Base(sourceValue) is int or long;

    public override object ConvertFrom(object sourceValue, Type destinationType, IFormatProvider formatProvider, bool ignoreCase)
    {
        if (destinationType == typeof(StringMap))
        {
            return Map(sourceValue);
        }
        return ItemType(destinationType) is { } itemType ? List(sourceValue, destinationType, itemType) : Item(
            sourceValue, destinationType);
    }

    public override bool CanConvertTo(object sourceValue, Type destinationType) => false;

    public override object ConvertTo(object sourceValue, Type destinationType, IFormatProvider formatProvider, bool ignoreCase) =>
        throw new NotSupportedException();

    private static IList List(object source, Type listType, Type itemType)
    {
        var list = (IList)Activator.CreateInstance(listType)!;
        foreach (var item in Items(source))
        {
            list.Add(Item(item, itemType));
        }
        return list;
    }

    private static IEnumerable Items(object source) =>
        Base(source) is IEnumerable list and not (string or IDictionary) ? list : new[] { source };

    private static object Item(object? item, Type type) => Base(item) switch
    {
        int or long when type != typeof(string) => LanguagePrimitives.ConvertTo(Text(item), type, CultureInfo.InvariantCulture),
        _ when type == typeof(string) => Text(item),
        _ => LanguagePrimitives.ConvertTo(item, type, CultureInfo.InvariantCulture),
    };

    private static StringMap Map(object source) => new(Base(source) is IDictionary map
        ? map.Cast<DictionaryEntry>().Select(entry => KeyValuePair.Create(Text(entry.Key), Text(entry.Value)))
        : ((PSObject)source).Properties.Select(property => KeyValuePair.Create(property.Name, Text(property.Value))));

    // A table or list as text would be its type's name.
    private static string Text(object? value) => Base(value) switch
    {
        null => "",
        string text => text,
        bool flag => flag ? "true" : "false",
        IEnumerable or PSCustomObject => throw new PSInvalidCastException($"A text is needed here, not a {Base(value)!.GetType().Name}."),
        var other => Convert.ToString(other, CultureInfo.InvariantCulture) ?? "",
    };

    private static object? Base(object? value) => value is PSObject wrapped ? wrapped.BaseObject : value;

    private static Type? ItemType(Type type) =>
        type.BaseType is { IsGenericType: true } parent && parent.GetGenericTypeDefinition() == typeof(ObjectList<>)
            ? parent.GetGenericArguments()[0]
            : null;
}
