using PodSecurity.Api;

namespace PodSecurity.Standards.Checks;

/// <summary>
/// seLinuxOptions (baseline): only the types that confine containers, and no user or role of one's own.
/// <para>Restricted fields: <c>spec.securityContext.seLinuxOptions.type</c> and
/// <c>spec.containers[*].securityContext.seLinuxOptions.type</c>, likewise initContainers and ephemeralContainers. Allowed values:
/// absent, "", container_t, container_init_t, container_kvm_t; from 1.31 also container_engine_t.</para>
/// <para>Restricted fields: <c>user</c> and <c>role</c> beside them. Allowed values: absent, "".</para>
/// </summary>
/// <remarks>Source: kubernetes/pod-security-admission, policy/check_seLinuxOptions.go.</remarks>
internal sealed class SELinuxOptionsCheck : StandardRule
{
    private static readonly string[] Field = ["securityContext", "seLinuxOptions"];
    private static readonly string[] Types = ["", "container_t", "container_init_t", "container_kvm_t"];

    private readonly string[] _types;
    private readonly Func<Container, bool> _isForbidden;

    private SELinuxOptionsCheck(params string[] types) =>
        (_types, _isForbidden) = (types, container => IsForbidden(container.SecurityContext?.SELinuxOptions));

    public static StandardCheck Check { get; } = new(
        "seLinuxOptions",
        PodSecurityLevel.Baseline,
        new CheckVersion(0, new SELinuxOptionsCheck(Types)),
        new CheckVersion(31, new SELinuxOptionsCheck([.. Types, "container_engine_t"])));

    public override bool Allows(Pod pod) => !(IsForbidden(pod.SecurityContext?.SELinuxOptions) || pod.HasContainer(_isForbidden));

    public override Refusal Explain(Pod pod)
    {
        var all = pod.AllContainers().Select(container => container.SecurityContext?.SELinuxOptions)
            .Prepend(pod.SecurityContext?.SELinuxOptions).OfType<SELinuxOptions>().ToList();
        var types = Wording.Sorted(all.Where(HasForbiddenType).Select(options => options.Type));
        var data = new List<string>();
        if (types.Count > 0)
        {
            data.Add($"{Wording.Plural("type", "types", types.Count)} {Wording.Quoted(types)}");
        }
        if (all.Any(options => options.User.Length > 0))
        {
            data.Add("user may not be set");
        }
        if (all.Any(options => options.Role.Length > 0))
        {
            data.Add("role may not be set");
        }
        var setters = Wording.Setters(IsForbidden(pod.SecurityContext?.SELinuxOptions), pod.ContainerNames(_isForbidden));
        return new("seLinuxOptions", $"{setters} set forbidden securityContext.seLinuxOptions: {string.Join("; ", data)}");
    }

    public override void Fix(Pod pod, PodPatch patch)
    {
        foreach (var part in ForbiddenParts(pod.SecurityContext?.SELinuxOptions))
        {
            patch.Set(null, [.. Field, part]);
        }
        foreach (var place in pod.ContainerPlaces(_isForbidden))
        {
            foreach (var part in ForbiddenParts(place.Container.SecurityContext?.SELinuxOptions))
            {
                patch.Set(place, null, [.. Field, part]);
            }
        }
    }

    private bool IsForbidden(SELinuxOptions? options) =>
        options is not null && (HasForbiddenType(options) || options.User.Length > 0 || options.Role.Length > 0);

    private bool HasForbiddenType(SELinuxOptions options) => Array.IndexOf(_types, options.Type) < 0;

    private IEnumerable<string> ForbiddenParts(SELinuxOptions? options)
    {
        if (options is null)
        {
            return [];
        }
        (string Part, bool IsForbidden)[] parts =
            [("type", HasForbiddenType(options)), ("user", options.User.Length > 0), ("role", options.Role.Length > 0)];
        return parts.Where(item => item.IsForbidden).Select(item => item.Part);
    }
}
