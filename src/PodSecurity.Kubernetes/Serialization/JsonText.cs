using System.Buffers;

namespace PodSecurity.Kubernetes.Serialization;

/// <summary>Finds where JSON values end, without looking at what they hold.</summary>
internal static class JsonText
{
    private static readonly SearchValues<byte> WhiteSpace = SearchValues.Create(" \t\r\n"u8);
    private static readonly SearchValues<byte> StringEnd = SearchValues.Create("\"\\"u8);
    private static readonly SearchValues<byte> LiteralEnd = SearchValues.Create(",:{}[]\" \t\r\n"u8);

    /// <summary>Passes white space and returns the byte after it, which is not passed; -1 at the end.</summary>
    public static int PeekToken(Utf8Input input)
    {
        while (input.Peek() >= 0)
        {
            var length = input.Ahead.IndexOfAnyExcept(WhiteSpace);
            if (length >= 0)
            {
                input.Advance(length);
                return input.Peek();
            }
            input.Advance(input.Ahead.Length);
        }
        return -1;
    }

    /// <summary>Passes the value at the position; false when the input ends inside it.</summary>
    public static bool PassValue(Utf8Input input) => input.Peek() switch
    {
        '{' or '[' => PassNested(input),
        '"' => PassString(input),
        _ => PassLiteral(input),
    };

    private static bool PassNested(Utf8Input input)
    {
        var nesting = new JsonNesting();
        while (input.Peek() >= 0)
        {
            var length = nesting.Scan(input.Ahead);
            input.Advance(length < 0 ? input.Ahead.Length : length);
            if (length >= 0)
            {
                return true;
            }
        }
        return false;
    }

    private static bool PassString(Utf8Input input)
    {
        input.Advance(1);
        while (AdvanceTo(input, StringEnd))
        {
            var isEnd = input.Ahead[0] == '"';
            if (!isEnd && !input.Has(2))
            {
                return false;
            }
            input.Advance(isEnd ? 1 : 2);
            if (isEnd)
            {
                return true;
            }
        }
        return false;
    }

    private static bool PassLiteral(Utf8Input input)
    {
        AdvanceTo(input, LiteralEnd);
        return true;
    }

    /// <summary>Moves to the next of these bytes; false, and at the end, when there is none.</summary>
    private static bool AdvanceTo(Utf8Input input, SearchValues<byte> values)
    {
        while (input.Peek() >= 0)
        {
            var length = input.Ahead.IndexOfAny(values);
            if (length >= 0)
            {
                input.Advance(length);
                return true;
            }
            input.Advance(input.Ahead.Length);
        }
        return false;
    }
}
