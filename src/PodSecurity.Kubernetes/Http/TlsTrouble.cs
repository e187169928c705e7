using System.ComponentModel;

namespace PodSecurity.Kubernetes.Http;

/// <summary>Why no TLS connection came about, from what the three platforms say of it.</summary>
internal static class TlsTrouble
{
    // What OpenSSL (also in an alert of the other side), macOS and Windows call it.
    private static readonly string[] NoCommonVersion =
        ["protocol version", "unsupported protocol", "no protocols available", "errSSLPeerProtocolVersion", "-9836"];
    private static readonly string[] NotTls =
        ["wrong version number", "packet length too long", "frame size", "corrupted frame", "http request"];
    private static readonly string[] ClientRefused =
        ["certificate required", "bad certificate", "unknown ca", "certificate unknown", "handshake failure"];

    // SEC_E_UNSUPPORTED_FUNCTION, SEC_E_ALGORITHM_MISMATCH
    private static readonly int[] NoCommonVersionCodes = [unchecked((int)0x80090302), unchecked((int)0x80090331)];

    public static string Describe(Exception failed)
    {
        var causes = Causes(failed).ToList();
        var said = string.Join('\n', causes.Select(cause => cause.Message));
        if (Says(said, NoCommonVersion) || causes.OfType<Win32Exception>().Any(
            cause => NoCommonVersionCodes.Contains(cause.NativeErrorCode)))
        {
            return "this system and the server have no version of TLS in common. TLS 1.3, if that is what the server insists on, needs "
                + "Linux, Windows 11 or Windows Server 2022";
        }
        if (Says(said, NotTls))
        {
            return "what listens there does not speak TLS. Check that the server speaks https on this port";
        }
        return Says(said, ClientRefused)
            ? $"the server broke it off ({causes[^1].Message.TrimEnd('.')}). Perhaps it does not accept the client certificate of the "
                + "kubeconfig"
            : $"{causes[^1].Message.TrimEnd('.')}. Check that the server speaks https on this port";
    }

    private static bool Says(string text, string[] words) => words.Any(word => text.Contains(word, StringComparison.OrdinalIgnoreCase));

    private static IEnumerable<Exception> Causes(Exception? failed)
    {
        for (; failed is not null; failed = failed.InnerException)
        {
            yield return failed;
        }
    }
}
