using PodSecurity.Formatting;

namespace PodSecurity.Tests.Formatting;

public sealed class LineBreakerTests
{
    [Theory]
    [InlineData("", 10, "")]
    [InlineData("Host PID", 10, "Host PID")]
    [InlineData("Host PID is not allowed", 10, "Host PID\nis not\nallowed")]
    [InlineData("exactly ten", 11, "exactly ten")]
    [InlineData("a supplementalGroups b", 5, "a\nsupplementalGroups\nb")]
    [InlineData("no room", -3, "no\nroom")]
    public void Words_stay_whole(string text, int width, string expected) => Assert.Equal(expected, LineBreaker.Wrap(text, width));

    [Theory]
    [InlineData("kube-system/DaemonSet/log-shipper", 21, "kube-system/\nDaemonSet/log-shipper")]
    [InlineData("arn:aws:eks:eu-west-1:1:cluster/prod", 16, "arn:aws:eks:eu-\nwest-1:1:\ncluster/prod")]
    [InlineData("in the field spec.containers.securityContext", 16, "in the field\nspec.containers.\nsecurityContext")]
    public void Names_break_after_what_joins_their_parts(string text, int width, string expected) =>
        Assert.Equal(expected, LineBreaker.Wrap(text, width));

    [Fact]
    public void Lines_after_the_first_are_moved_in() =>
        Assert.Equal("Host PID\n  is not\n  allowed", LineBreaker.Wrap("Host PID is not allowed", 9, 2));
}
