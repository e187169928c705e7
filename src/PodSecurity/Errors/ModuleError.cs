using System.Management.Automation;
using System.Runtime.CompilerServices;

namespace PodSecurity.Errors;

/// <summary>The errors that commands themselves find. The name of each method is the error id; the texts stand nowhere else.</summary>
internal static class ModuleError
{
    public static ErrorRecord PathNotInFileSystem(string path, string provider) => Create(
        ErrorCategory.InvalidArgument, path,
        $"The path '{path}' belongs to the PowerShell provider {provider}. Manifests are read from the file system only.");

    private static ErrorRecord Create(ErrorCategory category, object? target, string message, [CallerMemberName] string errorId = "") =>
        new(new PSInvalidOperationException(message), errorId, category, target);
}
