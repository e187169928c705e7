using PodSecurity.Api;

namespace PodSecurity.Standards.Checks;

/// <summary>Looks through the annotations of a pod without allocating.</summary>
internal static class PodAnnotations
{
    public static bool HasAnnotation(this Pod pod, Func<string, string, bool> predicate)
    {
        if (pod.Annotations is not Dictionary<string, string> annotations)
        {
            return pod.Annotations is not null && pod.Annotations.Any(entry => predicate(entry.Key, entry.Value));
        }
        foreach (var (key, value) in annotations)
        {
            if (predicate(key, value))
            {
                return true;
            }
        }
        return false;
    }
}
