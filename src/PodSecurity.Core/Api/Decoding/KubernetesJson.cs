using System.Collections;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;

namespace PodSecurity.Api.Decoding;

/// <summary>
/// Kubernetes' JSON for the objects that this module reads and writes whole: camelCase, absent instead of null, false or empty. For the API
/// an empty list is the same as none, as is an empty rule where the API has a structure and no pointer.
/// </summary>
public sealed class KubernetesJson
{
    private readonly JsonSerializerOptions _options = new(KubernetesJsonContext.Default.Options)
    {
        TypeInfoResolver = KubernetesJsonContext.Default.WithAddedModifier(LeaveOutWhatIsEmpty).WithAddedModifier(NullValues.Ignore),
    };

    private KubernetesJson()
    {
    }

    public static KubernetesJson Default { get; } = new();

    public JsonTypeInfo<PodSecurityPolicy> PodSecurityPolicy => (JsonTypeInfo<PodSecurityPolicy>)GetTypeInfo(typeof(PodSecurityPolicy));

    public JsonTypeInfo<RbacRole> RbacRole => (JsonTypeInfo<RbacRole>)GetTypeInfo(typeof(RbacRole));

    public JsonTypeInfo<RbacBinding> RbacBinding => (JsonTypeInfo<RbacBinding>)GetTypeInfo(typeof(RbacBinding));

    /// <summary>Names of fields in any case, as in our objects that another session serialized.</summary>
    public static JsonSerializerOptions AnyCase { get; } = new(Default._options) { PropertyNameCaseInsensitive = true };

    public JsonTypeInfo GetTypeInfo(Type type) => _options.GetTypeInfo(type);

    private static void LeaveOutWhatIsEmpty(JsonTypeInfo type)
    {
        foreach (var property in type.Properties)
        {
            if (IsPolicyList(property.PropertyType))
            {
                property.ShouldSerialize = (_, value) => value is ICollection { Count: > 0 };
            }
            else if (type.Type == typeof(PodSecurityPolicySpec)
                && property.Name is "runAsUser" or "fsGroup" or "supplementalGroups" or "seLinux")
            {
                property.ShouldSerialize = (_, value) => value is IDRule { IsEmpty: false } or SELinuxRule { IsEmpty: false };
            }
        }
    }

    private static bool IsPolicyList(Type type) => type == typeof(StringMap) || type.BaseType is { IsGenericType: true } parent
        && parent.GetGenericTypeDefinition() == typeof(ObjectList<>);
}

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingDefault,
    UseStringEnumConverter = true,
    Converters = [typeof(FalseForNull), typeof(ZeroForNull), typeof(LongZeroForNull)])]
[JsonSerializable(typeof(PodSecurityPolicy))]
[JsonSerializable(typeof(RbacRole))]
[JsonSerializable(typeof(RbacBinding))]
internal sealed partial class KubernetesJsonContext : JsonSerializerContext;
