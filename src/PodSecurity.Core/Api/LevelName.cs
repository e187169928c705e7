namespace PodSecurity.Api;

/// <summary>The names of the levels in labels and messages.</summary>
public static class LevelName
{
    private static readonly string[] Names = ["privileged", "baseline", "restricted"];

    public static IReadOnlyList<string> All => Names;

    public static string Of(PodSecurityLevel level) => Names[(int)level];

    /// <summary>Reads a level as the API server does: in lower case only.</summary>
    public static bool TryParse(string? text, out PodSecurityLevel level)
    {
        var index = Array.IndexOf(Names, text);
        level = index < 0 ? PodSecurityLevel.Restricted : (PodSecurityLevel)index;
        return index >= 0;
    }
}
