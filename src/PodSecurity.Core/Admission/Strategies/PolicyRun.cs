using PodSecurity.Api;

namespace PodSecurity.Admission.Strategies;

/// <summary>
/// What one policy makes of one pod. A run that only wants the verdict stops at the first refusal and builds no text; a run that
/// collects goes through everything and keeps the refusals and the changes, in the server's order.
/// </summary>
internal sealed class PolicyRun(bool collecting)
{
    private readonly List<Refusal>? _refusals = collecting ? [] : null;
    private readonly List<Mutation>? _mutations = collecting ? [] : null;

    public bool Collecting { get; } = collecting;
    public bool Refused { get; private set; }
    public bool Mutated { get; private set; }

    /// <summary>A policy that changes the pod is of no more interest: another one that does was found before.</summary>
    public bool OnlyUnchanged { get; set; }

    public IReadOnlyList<Refusal> Refusals => _refusals ?? [];
    public IReadOnlyList<Mutation> Mutations => _mutations ?? [];

    /// <summary>The verdict is clear and nobody wants the details.</summary>
    public bool Decided => !Collecting && (Refused || (OnlyUnchanged && Mutated));

    /// <summary>Refuses the pod.</summary>
    /// <param name="refusal">Why; strategies, which refuse most pods, give null when nothing is collected: no text is built for
    /// nobody.</param>
    public void Refuse(Refusal? refusal)
    {
        Refused = true;
        if (refusal is not null)
        {
            _refusals?.Add(refusal);
        }
    }

    /// <summary>Notes that a field of the pod changes.</summary>
    public void Change<T>(string path, T? oldValue, T newValue)
    {
        Mutated = true;
        _mutations?.Add(new Mutation(path, oldValue, newValue));
    }

    /// <summary>Notes that a field of a container changes; the path starts at the container.</summary>
    public void Change<T>(in EffectiveContainer container, string path, T? oldValue, T newValue)
    {
        Mutated = true;
        _mutations?.Add(new Mutation(container.Pointer(path), oldValue, newValue));
    }

    /// <summary>Makes a used verdict run ready for the next policy.</summary>
    public void Reset() => (Refused, Mutated) = (false, false);
}

/// <summary>
/// A change of one field: JSON Pointer into the pod; values are bool, long, string, lists of long or string, or
/// <see cref="SELinuxOptions"/>.
/// </summary>
internal sealed record Mutation(string Path, object? OldValue, object? NewValue)
{
    public PodChange ToPodChange() => new(Path, Shown(OldValue), Shown(NewValue));

    private static object? Shown(object? value) => value switch
    {
        SELinuxOptions label => label.ToString(),
        IReadOnlyList<string> names => names.ToArray(),
        IReadOnlyList<long> ids => ids.ToArray(),
        _ => value,
    };
}
