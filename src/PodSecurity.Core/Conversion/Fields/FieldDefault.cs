using PodSecurity.Conversion.Cel;

namespace PodSecurity.Conversion.Fields;

/// <summary>A field that a policy fills in where it is missing.</summary>
internal abstract record FieldDefault;

/// <summary>A field of the pod.</summary>
/// <param name="Owner">The object in spec that holds it, which is made where it is missing; null for spec itself.</param>
internal sealed record PodDefault(CelBool Missing, string? Owner, string Field, CelExpression Value) : FieldDefault;

/// <summary>A field of the security context of each container that misses it.</summary>
/// <param name="Path">The field below the security context, for example <c>capabilities/drop</c>.</param>
internal sealed record ContainerDefault(
    Func<ContainerTerms, CelBool> Missing, string Path, Func<ContainerTerms, CelExpression> Value) : FieldDefault;

/// <summary>What the defaults of a container look at.</summary>
/// <param name="Context">Its security context, an empty one where it has none.</param>
/// <param name="AppArmorProfile">As annotations name it; '' for none.</param>
internal sealed record ContainerTerms(CelObject Context, CelString AppArmorProfile);
