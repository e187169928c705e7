namespace PodSecurity;

/// <summary>A level of the Pod Security Standards; a later one is stricter.</summary>
public enum PodSecurityLevel
{
    Privileged,
    Baseline,
    Restricted,
}
