using System.Management.Automation.Language;
using System.Text.RegularExpressions;

namespace PodSecurity.Shell;

/// <summary>What the command line asks for.</summary>
/// <param name="Script">The script to run; null for an interactive prompt.</param>
/// <param name="File">The file that the script calls; null when it was given as text.</param>
internal sealed partial record ShellArguments(string? Script, string? File = null)
{
    public const string Usage = "Usage: PodSecurity.Shell [-Command TEXT | -File PATH [ARGUMENTS...] | -]";

    public string? MissingFile => System.IO.File.Exists(File) ? null : File;

    /// <summary>Null when the command line is wrong.</summary>
    public static ShellArguments? Parse(string[] arguments) => arguments switch
    {
        [] => new((string?)null),
        ["-"] => new(Console.In.ReadToEnd()),
        [var option, .. var text] when Is(option, "-Command") && text.Length > 0 => new(string.Join(' ', text)),
        [var option, var path, .. var rest] when Is(option, "-File") => new(CallOf(path, rest), path),
        _ => null,
    };

    private static bool Is(string option, string name) =>
        option.Length > 1 && (name.StartsWith(option, StringComparison.OrdinalIgnoreCase) || option.Equals(
            $"-{name}", StringComparison.OrdinalIgnoreCase));

    /// <summary>Calls the file as if its arguments had been typed: parameter names stay names, all else is literal text.</summary>
    private static string CallOf(string path, string[] arguments)
    {
        var words = arguments.Select(argument => ParameterName().IsMatch(argument) ? argument : Quote(argument));
        return $"& {Quote(Path.GetFullPath(path))} {string.Join(' ', words)}";
    }

    private static string Quote(string text) => $"'{CodeGeneration.EscapeSingleQuotedStringContent(text)}'";

    [GeneratedRegex(@"^-[\p{L}_]\w*$")]
    private static partial Regex ParameterName();
}
