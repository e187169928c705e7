using System.Text;

namespace PodSecurity.Manifests;

/// <summary>
/// The annotations of pods that decide about their admission. Decoding keeps these alone (others can be large, such as the last applied
/// configuration), and so does a snapshot.
/// </summary>
public static class PodAnnotations
{
    /// <summary>Where admission notes the policy that it chose.</summary>
    public const string Policy = "kubernetes.io/psp";

    /// <summary>Marks what a kubelet shows of a static pod.</summary>
    public const string Mirror = "kubernetes.io/config.mirror";

    public static bool Decides(ReadOnlySpan<byte> key) =>
        key.IndexOf("seccomp.security."u8) >= 0 || key.IndexOf("apparmor.security."u8) >= 0 || Ascii.Equals(key, Policy) || Ascii.Equals(
            key, Mirror);

    public static bool Decides(string key) => Decides(Encoding.UTF8.GetBytes(key));
}
