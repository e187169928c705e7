using System.Net;
using System.Net.Sockets;

namespace PodSecurity.Kubernetes.KubeConfig;

/// <summary>
/// IP addresses and networks as Go reads them: .NET takes "1" for an address, and no network whose address has bits of its own.
/// </summary>
internal static class IpAddresses
{
    /// <summary>Null when it is no address. An IPv4 address in IPv6 form is the IPv4 address.</summary>
    public static IPAddress? Parse(string text)
    {
        var isV6 = text.Contains(':');
        var isWhole = isV6 ? !text.StartsWith('[') : text.Split('.') is { Length: 4 } parts && parts.All(IsByte);
        return !isWhole || !IPAddress.TryParse(text, out var address) ? null : address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;
    }

    /// <summary>Whether the address lies in a network such as <c>10.0.0.0/8</c>; false for what is no network.</summary>
    public static bool IsInNetwork(IPAddress address, string network)
    {
        var slash = network.IndexOf('/');
        if (slash < 0 || Parse(network[..slash]) is not { } start || start.AddressFamily != address.AddressFamily)
        {
            return false;
        }
        var bits = address.AddressFamily == AddressFamily.InterNetwork ? 32 : 128;
        var text = network[(slash + 1)..];
        return text.Length is > 0 and < 4 && text.All(char.IsAsciiDigit) && int.Parse(text) is var prefix && prefix <= bits
            && SharePrefix(address.GetAddressBytes(), start.GetAddressBytes(), prefix);
    }

    private static bool SharePrefix(byte[] one, byte[] other, int bits)
    {
        var (whole, rest) = (bits / 8, bits % 8);
        return one.AsSpan(0, whole).SequenceEqual(other.AsSpan(0, whole)) && (rest == 0 || (one[whole] ^ other[whole]) >> (8 - rest) == 0);
    }

    private static bool IsByte(string text) =>
        text.Length is > 0 and < 4 && text.All(char.IsAsciiDigit) && (text.Length == 1 || text[0] != '0');
}
