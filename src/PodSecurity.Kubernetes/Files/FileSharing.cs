namespace PodSecurity.Kubernetes.Files;

/// <summary>
/// On Windows a file cannot be replaced while another program, a virus scanner for example, holds it: mostly for a moment.
/// </summary>
internal static class FileSharing
{
    private const int Attempts = 5;
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);

    // What Windows says then: sharing violation, lock violation, access denied. No other system gives the first two.
    private static readonly int[] Held = [unchecked((int)0x80070020), unchecked((int)0x80070021), unchecked((int)0x80070005)];

    public static void Retry(Action step)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                step();
                return;
            }
            catch (Exception e) when (attempt < Attempts && IsHeld(e))
            {
                Thread.Sleep(Pause);
            }
        }
    }

    private static bool IsHeld(Exception e) => e is IOException or UnauthorizedAccessException && Held.Contains(e.HResult);
}
