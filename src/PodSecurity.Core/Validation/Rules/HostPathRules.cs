namespace PodSecurity.Validation.Rules;

internal static class HostPathRules
{
    public static IEnumerable<FieldError> Check(PodSecurityPolicySpec spec)
    {
        foreach (var (index, path) in (spec.AllowedHostPaths ?? []).Select((path, index) => (index, path.PathPrefix)))
        {
            var field = $"spec.allowedHostPaths[{index}]";
            if (string.IsNullOrEmpty(path))
            {
                // The server stops at the first empty entry.
                yield return FieldError.Required(field, "is required");
                yield break;
            }
            if (path.Split('/').Contains(".."))
            {
                yield return FieldError.Invalid(field, path, "must not contain '..'");
            }
        }
    }
}
