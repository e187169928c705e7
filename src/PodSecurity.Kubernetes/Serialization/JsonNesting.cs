using System.Numerics;
using System.Runtime.Intrinsics;

namespace PodSecurity.Kubernetes.Serialization;

/// <summary>
/// Finds where a JSON object or list ends: counts brackets outside of strings, 64 bytes at a time. Its state outlives a block and a
/// buffer, so a value can come in pieces.
/// </summary>
internal struct JsonNesting
{
    private const int BlockSize = 64;

    private int _depth;

    /// <summary>All bits set when the last byte was inside a string.</summary>
    private ulong _isInString;

    /// <summary>The last byte was a backslash that escapes the next one.</summary>
    private bool _isEscaping;

    /// <summary>The bytes up to and with the closing bracket; -1 when it is not among these, which count as seen.</summary>
    public int Scan(ReadOnlySpan<byte> text)
    {
        var position = 0;
        for (; text.Length - position >= BlockSize; position += BlockSize)
        {
            var end = ScanBlock(text.Slice(position, BlockSize));
            if (end >= 0)
            {
                return position + end;
            }
        }
        return ScanRest(text[position..], position);
    }

    /// <summary>Less than a block, byte by byte.</summary>
    private int ScanRest(ReadOnlySpan<byte> rest, int position)
    {
        foreach (var value in rest)
        {
            position++;
            if (_isEscaping)
            {
                _isEscaping = false;
            }
            else if (value == '\\')
            {
                _isEscaping = true;
            }
            else if (value == '"')
            {
                _isInString = ~_isInString;
            }
            else if (_isInString != 0)
            {
                continue;
            }
            else if (value is (byte)'{' or (byte)'[')
            {
                _depth++;
            }
            else if (value is (byte)'}' or (byte)']' && --_depth == 0)
            {
                return position;
            }
        }
        return -1;
    }

    private int ScanBlock(ReadOnlySpan<byte> block)
    {
        var low = Vector256.Create(block);
        var high = Vector256.Create(block[(BlockSize / 2)..]);
        var quotes = Matches(low, high, (byte)'"') & ~Escaped(Matches(low, high, (byte)'\\'));
        var strings = PrefixXor(quotes) ^ _isInString;
        _isInString = (ulong)((long)strings >> (BlockSize - 1));

        // the curly and the square brackets differ in one bit
        var bit = Vector256.Create((byte)0x20);
        var opening = Matches(low | bit, high | bit, (byte)'{') & ~strings;
        var closing = Matches(low | bit, high | bit, (byte)'}') & ~strings;
        if (BitOperations.PopCount(closing) >= _depth && FindEnd(opening, closing) is >= 0 and var end)
        {
            return end;
        }
        _depth += BitOperations.PopCount(opening) - BitOperations.PopCount(closing);
        return -1;
    }

    private readonly int FindEnd(ulong opening, ulong closing)
    {
        var depth = _depth;
        for (var brackets = opening | closing; brackets != 0; brackets &= brackets - 1)
        {
            var at = BitOperations.TrailingZeroCount(brackets);
            depth += (opening >> at & 1) != 0 ? 1 : -1;
            if (depth == 0)
            {
                return at + 1;
            }
        }
        return -1;
    }

    /// <summary>The bytes that a backslash before them escapes.</summary>
    private ulong Escaped(ulong backslashes)
    {
        var escaped = _isEscaping ? 1UL : 0;
        _isEscaping = false;
        for (var rest = backslashes & ~escaped; rest != 0;)
        {
            var at = BitOperations.TrailingZeroCount(rest);
            if (at == BlockSize - 1)
            {
                _isEscaping = true;
            }
            else
            {
                escaped |= 2UL << at;
            }
            rest &= ~(3UL << at);
        }
        return escaped;
    }

    private static ulong Matches(Vector256<byte> low, Vector256<byte> high, byte value)
    {
        var wanted = Vector256.Create(value);
        return Vector256.Equals(low, wanted).ExtractMostSignificantBits() | (ulong)Vector256.Equals(
            high, wanted).ExtractMostSignificantBits() << 32;
    }

    /// <summary>Each bit becomes the parity of itself and all bits below: set from an opening quote to before the closing one.</summary>
    private static ulong PrefixXor(ulong bits)
    {
        for (var shift = 1; shift < BlockSize; shift *= 2)
        {
            bits ^= bits << shift;
        }
        return bits;
    }
}
