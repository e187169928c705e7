using PodSecurity.Formatting;

namespace PodSecurity.Tests.Formatting;

public sealed class TerminalTests
{
    [Theory]
    [InlineData("", 10, "")]
    [InlineData("Host PID", 10, "Host PID")]
    [InlineData("Host PID is not allowed", 10, "Host PID\nis not\nallowed")]
    [InlineData("exactly ten", 11, "exactly ten")]
    [InlineData("a supplementalGroups b", 5, "a\nsupplementalGroups\nb")]
    [InlineData("no room", -3, "no\nroom")]
    public void Words_stay_whole(string text, int width, string expected) => Assert.Equal(expected, Terminal.Wrap(text, width));
}
