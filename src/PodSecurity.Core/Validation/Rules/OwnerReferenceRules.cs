using System.Text.Json;
using PodSecurity.Api;

namespace PodSecurity.Validation.Rules;

/// <summary>The owners of an object. The server gives no index in these field paths.</summary>
internal static class OwnerReferenceRules
{
    private const string Field = "metadata.ownerReferences";

    public static IEnumerable<FieldError> Check(ObjectMetadata metadata)
    {
        string? controller = null;
        foreach (var owner in metadata.Items("ownerReferences"))
        {
            foreach (var error in Owner(owner))
            {
                yield return error;
            }
            if (!owner.IsTrue("controller"))
            {
                continue;
            }
            if (!string.IsNullOrEmpty(controller))
            {
                yield return FieldError.Invalid(Field, GoValue.Raw("[]v1.OwnerReference{...}"),
                    $"Only one reference can have Controller set to true. Found \"true\" in references for {controller} and "
                    + $"{owner.Text("name")}");
            }
            else
            {
                controller = owner.Text("name");
            }
        }
    }

    private static IEnumerable<FieldError> Owner(JsonElement owner)
    {
        // A version without a group is the whole apiVersion; one with an empty part after the slash names no version.
        var (apiVersion, kind) = (owner.Text("apiVersion"), owner.Text("kind"));
        if (apiVersion.Length == 0 || apiVersion.EndsWith('/') || apiVersion.Count(c => c == '/') > 1)
        {
            yield return FieldError.Invalid($"{Field}.apiVersion", apiVersion, "version must not be empty");
        }
        foreach (var part in new[] { "kind", "name", "uid" })
        {
            if (owner.Text(part).Length == 0)
            {
                yield return FieldError.Invalid($"{Field}.{part}", "", $"{part} must not be empty");
            }
        }
        if (apiVersion is "v1" && kind is "Event")
        {
            yield return FieldError.Invalid(
                Field, GoValue.Raw("v1.OwnerReference{...}"), "/v1, Kind=Event is disallowed from being an owner");
        }
    }
}
