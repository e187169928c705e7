using System.Collections.Frozen;
using PodSecurity.Api;

namespace PodSecurity.Admission.Strategies;

/// <summary>
/// Linux capabilities. Names are compared as they are written; what the container runtime adds by itself is not considered.
/// <para>Restricted: securityContext.capabilities.add of containers.</para>
/// <para>Allowed: spec.allowedCapabilities and spec.defaultAddCapabilities; anything where spec.allowedCapabilities holds *.</para>
/// <para>Default: spec.defaultAddCapabilities and spec.requiredDropCapabilities; so a required drop can never be missing.</para>
/// <para>Source: capabilities/ in pkg/security/podsecuritypolicy.</para>
/// </summary>
internal sealed class CapabilitiesStrategy : Strategy
{
    private readonly string[] _defaultAdd;
    private readonly string[] _requiredDrop;
    private readonly FrozenSet<string> _mayAdd;
    private readonly bool _allowAll;
    private readonly Capabilities _forNone;

    public CapabilitiesStrategy(PodSecurityPolicySpec policy)
    {
        _defaultAdd = Sorted(policy.DefaultAddCapabilities);
        _requiredDrop = Sorted(policy.RequiredDropCapabilities);
        _mayAdd = _defaultAdd.Concat(policy.AllowedCapabilities).ToFrozenSet(StringComparer.Ordinal);
        _allowAll = policy.AllowedCapabilities.Contains("*");
        _forNone = new(_defaultAdd, _requiredDrop);
    }

    public override void DefaultContainer(in EffectivePod pod, ref EffectiveContainer container, PolicyRun run)
    {
        var old = container.Capabilities;
        if (!Misses(old?.Add, old?.Drop))
        {
            return;
        }
        container.Capabilities = old is { Add: null, Drop: null } or null ? _forNone : Combined(old);
        NoteChange(container, "securityContext/capabilities/add", old?.Add, container.Capabilities.Add, run);
        NoteChange(container, "securityContext/capabilities/drop", old?.Drop, container.Capabilities.Drop, run);
    }

    public override void ValidateContainer(in EffectivePod pod, in EffectiveContainer container, PolicyRun run)
    {
        if (_allowAll || container.Capabilities?.Add is not { } added)
        {
            return;
        }
        for (var i = 0; i < added.Count; i++)
        {
            if (!_mayAdd.Contains(added[i]))
            {
                run.Refuse(run.Collecting ? NotAllowed(container.Field("securityContext.capabilities.add"), added[i]) : null);
            }
        }
    }

    private static Refusal NotAllowed(string field, string capability) => new(
        FieldError.Invalid(field, capability, "capability may not be added"),
        new(at => $"remove {capability} from {at}{field}", $"add {capability} to spec.allowedCapabilities"));

    private bool Misses(IReadOnlyList<string>? add, IReadOnlyList<string>? drop)
    {
        foreach (var capability in _requiredDrop)
        {
            if (!Holds(drop, capability))
            {
                return true;
            }
        }
        foreach (var capability in _defaultAdd)
        {
            if (!Holds(add, capability) && !Holds(drop, capability))
            {
                return true;
            }
        }
        return false;
    }

    private Capabilities Combined(Capabilities old) => new(
        Sorted(_defaultAdd.Except(old.Drop ?? []).Concat(old.Add ?? [])),
        Sorted(_requiredDrop.Concat(old.Drop ?? [])));

    private static void NoteChange(
        in EffectiveContainer container, string path, IReadOnlyList<string>? old, IReadOnlyList<string>? now, PolicyRun run)
    {
        if (!(old ?? []).SequenceEqual(now ?? []))
        {
            run.Change(container, path, old, now);
        }
    }

    private static bool Holds(IReadOnlyList<string>? list, string capability)
    {
        for (var i = 0; i < list?.Count; i++)
        {
            if (list[i] == capability)
            {
                return true;
            }
        }
        return false;
    }

    private static string[] Sorted(IEnumerable<string> names) => [.. names.Distinct().Order(StringComparer.Ordinal)];
}
