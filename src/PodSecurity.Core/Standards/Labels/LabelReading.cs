using PodSecurity.Api;

namespace PodSecurity.Standards.Labels;

/// <summary>
/// What the server makes of a namespace's labels: the cluster's defaults, each part replaced by its label. What cannot be read is an
/// error and still means something: an enforce level restricted, another level privileged, a version latest.
/// </summary>
public sealed class LabelReading
{
    private readonly IReadOnlyDictionary<string, string> _labels;
    private readonly List<FieldError> _errors = [];

    /// <param name="labels">The namespace's labels; null for none.</param>
    /// <param name="defaults">What the cluster's admission configuration says.</param>
    public LabelReading(IReadOnlyDictionary<string, string>? labels, NamespacePolicy defaults)
    {
        ArgumentNullException.ThrowIfNull(defaults);
        _labels = labels ?? new Dictionary<string, string>();
        var enforce = Read(defaults.Enforce, PodSecurityLabels.Enforce, PodSecurityLabels.EnforceVersion, PodSecurityLevel.Restricted);
        var audit = Read(defaults.Audit, PodSecurityLabels.Audit, PodSecurityLabels.AuditVersion, PodSecurityLevel.Privileged);
        var warn = Read(defaults.Warn, PodSecurityLabels.Warn, PodSecurityLabels.WarnVersion, PodSecurityLevel.Privileged);
        Explicit = new(enforce, audit, warn);
        Policy = Explicit with { Warn = WarnOf(enforce, warn) };
    }

    public NamespacePolicy Policy { get; }

    /// <summary>The policy without what follows for warnings from an enforce label: a configuration of defaults is read so.</summary>
    public NamespacePolicy Explicit { get; }

    /// <summary>In the order enforce, audit, warn, each level before its version.</summary>
    public IReadOnlyList<FieldError> Errors => _errors;

    private LevelVersion Read(LevelVersion value, string levelKey, string versionKey, PodSecurityLevel invalidLevel)
    {
        if (_labels.TryGetValue(levelKey, out var level))
        {
            value = value with { Level = LevelName.TryParse(level, out var known) ? known : invalidLevel };
            Check(levelKey, level, LevelName.TryParse(level, out _), $"must be one of {string.Join(", ", LevelName.All)}");
        }
        if (_labels.TryGetValue(versionKey, out var version))
        {
            Check(versionKey, version, PodSecurityVersion.TryParse(version, out var parsed), "must be \"latest\" or \"v1.x\"");
            value = value with { Version = parsed };
        }
        return value;
    }

    private void Check(string key, string value, bool isValid, string demand)
    {
        if (!isValid)
        {
            _errors.Add(FieldError.Invalid($"metadata.labels[{key}]", value, demand));
        }
    }

    /// <summary>Who enforces a level is warned by it too, unless a label says how to warn.</summary>
    private LevelVersion WarnOf(LevelVersion enforce, LevelVersion warn)
    {
        var enforces = _labels.TryGetValue(PodSecurityLabels.Enforce, out var level) && LevelName.TryParse(level, out _);
        if (!enforces || _labels.ContainsKey(PodSecurityLabels.Warn) || enforce.Level <= warn.Level)
        {
            return warn;
        }
        return _labels.ContainsKey(PodSecurityLabels.WarnVersion) ? warn with { Level = enforce.Level } : enforce;
    }
}
