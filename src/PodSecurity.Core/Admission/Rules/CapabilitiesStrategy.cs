using System.Collections.Frozen;
using PodSecurity.Api;

namespace PodSecurity.Admission.Rules;

/// <summary>
/// Capabilities: what may be added, what must be dropped, what is added by default. Names are compared as they are written.
/// Required drops are defaulted, so that a drop can never be missing; what the container runtime adds by itself is not considered.
/// </summary>
internal sealed class CapabilitiesStrategy : PolicyRule
{
    private readonly string[] _defaultAdd;
    private readonly string[] _requiredDrop;
    private readonly FrozenSet<string> _mayAdd;
    private readonly bool _allowAll;
    private readonly Capabilities _forNone;

    public CapabilitiesStrategy(PodSecurityPolicySpec policy)
    {
        _defaultAdd = Sorted(policy.DefaultAddCapabilities ?? []);
        _requiredDrop = Sorted(policy.RequiredDropCapabilities ?? []);
        _mayAdd = _defaultAdd.Concat(policy.AllowedCapabilities ?? []).ToFrozenSet(StringComparer.Ordinal);
        _allowAll = policy.AllowedCapabilities?.Contains("*") == true;
        _forNone = new(_defaultAdd, _requiredDrop);
    }

    public override void DefaultContainer(in EffectivePod pod, ref EffectiveContainer container, PolicyRun run)
    {
        var old = container.Capabilities;
        if (!Misses(old?.Add, old?.Drop))
            return;
        container.Capabilities = old is { Add: null, Drop: null } or null ? _forNone : Combined(old);
        NoteChange(container, "securityContext/capabilities/add", old?.Add, container.Capabilities.Add, run);
        NoteChange(container, "securityContext/capabilities/drop", old?.Drop, container.Capabilities.Drop, run);
    }

    public override void ValidateContainer(in EffectivePod pod, in EffectiveContainer container, PolicyRun run)
    {
        if (_allowAll || container.Capabilities?.Add is not { } added)
            return;
        for (var i = 0; i < added.Count; i++)
        {
            if (!_mayAdd.Contains(added[i]) && run.Refuse())
            {
                run.Report(FieldError.Invalid(
                    container.Field("securityContext.capabilities.add"), added[i], "capability may not be added"));
            }
        }
    }

    public override Fix Fix(FieldError error) => new(
        $"remove {error.Value!.Trim('"')} from {error.Field}",
        $"add {error.Value.Trim('"')} to spec.allowedCapabilities");

    private bool Misses(IReadOnlyList<string>? add, IReadOnlyList<string>? drop)
    {
        foreach (var capability in _requiredDrop)
        {
            if (!Holds(drop, capability))
                return true;
        }

        foreach (var capability in _defaultAdd)
        {
            if (!Holds(add, capability) && !Holds(drop, capability))
                return true;
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
            run.Change(container, path, old, now);
    }

    private static bool Holds(IReadOnlyList<string>? list, string capability)
    {
        for (var i = 0; i < list?.Count; i++)
        {
            if (list[i] == capability)
                return true;
        }

        return false;
    }

    private static string[] Sorted(IEnumerable<string> names) => [.. names.Distinct().Order(StringComparer.Ordinal)];
}
