using System.Runtime.InteropServices;

namespace PodSecurity.Kubernetes.Files;

/// <summary>
/// Opens files for reading, and only what is a file: opening a pipe waits for whoever writes to it, and a device such as /dev/zero never
/// ends.
/// </summary>
public static class RegularFile
{
    private const int TypeMask = 0xF000;
    private const int Folder = 0x4000;
    private const int Regular = 0x8000;

    /// <summary>Opens the file that a path leads to, through links as well; whoever else has it open is not disturbed.</summary>
    /// <exception cref="IOException">It does not exist, is a pipe, a device or a socket, or cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">It is a folder, or may not be read.</exception>
    public static FileStream OpenRead(string path)
    {
        if (IsSomethingElse(path))
        {
            throw NotRegular();
        }
        var file = new FileStream(path, new FileStreamOptions
        {
            Options = FileOptions.SequentialScan,
            Share = FileShare.ReadWrite | FileShare.Delete,
            BufferSize = 0,
        });
        if (file.CanSeek)
        {
            return file;
        }
        file.Dispose();
        throw NotRegular();
    }

    /// <summary>
    /// Whether there is something that is neither file nor folder. Windows opens such without waiting, and then says what it is.
    /// </summary>
    internal static bool IsSomethingElse(string path) =>
        !OperatingSystem.IsWindows() && Stat(path, out var status) == 0 && (status.Mode & TypeMask) is not (Regular or Folder);

    private static IOException NotRegular() => new("it is a pipe, a device or a socket, not a regular file");

    /// <summary>What stat says of a file. This is the runtime's own way to ask, the same on every system that is not Windows.</summary>
    [DllImport("libSystem.Native", EntryPoint = "SystemNative_Stat")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Stat([MarshalAs(UnmanagedType.LPUTF8Str)] string path, out FileStatus status);

    /// <summary>Larger than what the runtime fills in; only the mode is looked at.</summary>
    [StructLayout(LayoutKind.Explicit, Size = 256)]
    private readonly struct FileStatus
    {
        [FieldOffset(4)]
        public readonly int Mode;
    }
}
