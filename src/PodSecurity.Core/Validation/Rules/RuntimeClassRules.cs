using PodSecurity.Api;
using PodSecurity.Releases;

namespace PodSecurity.Validation.Rules;

internal static class RuntimeClassRules
{
    private const string AllowedField = "spec.runtimeClass.allowedRuntimeClassNames";
    private const string DefaultField = "spec.runtimeClass.defaultRuntimeClassName";

    public static IEnumerable<FieldError> Check(RuntimeClassRule? rule, KubernetesRelease release) =>
        rule is null || !release.Has(ReleaseFeatures.RuntimeClassRule) ? [] :
    [
        .. Allowed(rule.AllowedRuntimeClassNames ?? []),
        .. Default(rule),
        .. WildcardAlone(rule.AllowedRuntimeClassNames ?? []),
    ];

    private static IEnumerable<FieldError> Allowed(IList<string> names)
    {
        for (var i = 0; i < names.Count; i++)
        {
            if (names[i] != "*")
            {
                foreach (var error in Name(names[i], $"{AllowedField}[{i}]"))
                {
                    yield return error;
                }
            }
            if (names.IndexOf(names[i]) < i)
            {
                yield return FieldError.Duplicate($"{AllowedField}[{i}]", names[i]);
            }
        }
    }

    private static IEnumerable<FieldError> Default(RuntimeClassRule rule)
    {
        if (rule.DefaultRuntimeClassName is not { } name)
        {
            yield break;
        }
        foreach (var error in Name(name, DefaultField))
        {
            yield return error;
        }
        var allowed = rule.AllowedRuntimeClassNames ?? [];
        if (!allowed.Contains(name) && !allowed.Contains("*"))
        {
            yield return FieldError.Required(AllowedField, $"default {GoValue.Quote(name)} must be allowed");
        }
    }

    private static IEnumerable<FieldError> WildcardAlone(IList<string> names)
    {
        if (names.Count > 1 && names.Contains("*"))
        {
            yield return FieldError.Invalid(
                AllowedField, GoValue.Slice("string", names), "if '*' is present, must not specify other RuntimeClass names");
        }
    }

    private static IEnumerable<FieldError> Name(string name, string field) =>
        NameFormats.Subdomain(name).Select(complaint => FieldError.Invalid(field, name, complaint));
}
