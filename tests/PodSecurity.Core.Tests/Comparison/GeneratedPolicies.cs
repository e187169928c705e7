using System.Text.Json;
using PodSecurity.Api;
using PodSecurity.Api.Decoding;
using PodSecurity.Validation;

namespace PodSecurity.Core.Tests.Comparison;

/// <summary>Policies that a server accepts, and pods for them, from a seed.</summary>
internal static class GeneratedPolicies
{
    /// <summary>Policies of these seeds.</summary>
    public static IEnumerable<PodSecurityPolicy> Policies(int from, int count) => Enumerable.Range(from, count)
        .Select(seed => Policy(seed)).Where(policy => PspValidator.Validate(policy).Valid);

    public static PodSecurityPolicy Policy(int seed, string? name = null) =>
        new PolicyGenerator(new Dice(seed)).Policy(name ?? $"p{seed}").Deserialize(KubernetesJson.Default.PodSecurityPolicy)!;

    public static Pod Pod(int seed) => Documents.Decode(new PodGenerator(new Dice(seed)).Pod("default").ToJsonString()).Pod;

    public static PodSecurityPolicy Copy(PodSecurityPolicy policy, string? name = null)
    {
        var copy = JsonSerializer.SerializeToNode(policy, KubernetesJson.Default.PodSecurityPolicy)
            .Deserialize(KubernetesJson.Default.PodSecurityPolicy)!;
        copy.Metadata.Name = name ?? policy.Name;
        return copy;
    }

    /// <summary>The policy with one field, or annotation, of another.</summary>
    public static IEnumerable<PodSecurityPolicy> WithOneFieldOf(PodSecurityPolicy policy, PodSecurityPolicy other)
    {
        foreach (var field in typeof(PodSecurityPolicySpec).GetProperties().Where(property => property.CanWrite))
        {
            var mixed = Copy(policy, "mixed");
            field.SetValue(mixed.Spec, field.GetValue(Copy(other).Spec));
            yield return mixed;
        }
        foreach (var key in policy.Metadata.Annotations.Keys.Union(other.Metadata.Annotations.Keys))
        {
            var mixed = Copy(policy, "mixed");
            mixed.Metadata.Annotations.Remove(key);
            if (other.Metadata.Annotations.TryGetValue(key, out var value))
            {
                mixed.Metadata.Annotations[key] = value;
            }
            yield return mixed;
        }
    }
}
