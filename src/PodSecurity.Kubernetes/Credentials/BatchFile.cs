namespace PodSecurity.Kubernetes.Credentials;

/// <summary>
/// Windows runs .cmd and .bat files through cmd.exe, which reads the arguments a second time, as a command line: there is no way of writing
/// these characters that it leaves alone, and with them an argument could start another program.
/// </summary>
internal static class BatchFile
{
    private const string Commands = "%!^&|<>\"";

    public static bool Is(string file) =>
        // Windows ignores dots and blanks at the end of a name.
        Path.GetExtension(file.TrimEnd(' ', '.')).ToUpperInvariant() is ".CMD" or ".BAT";

    /// <summary>The first character that cmd.exe would obey; null: there is none.</summary>
    public static char? FindCommand(IEnumerable<string> arguments) =>
        arguments.SelectMany(argument => argument).Where(character => Commands.Contains(character) || char.IsControl(character))
            .Select(character => (char?)character).FirstOrDefault();
}
