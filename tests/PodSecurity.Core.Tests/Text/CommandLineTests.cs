using PodSecurity.Text;

namespace PodSecurity.Core.Tests.Text;

public sealed class CommandLineTests
{
    [Theory]
    [InlineData("team-a:web", "team-a:web")]
    [InlineData("eks.privileged", "eks.privileged")]
    [InlineData("/tmp/a_b.yaml", "/tmp/a_b.yaml")]
    [InlineData("", "''")]
    [InlineData("-Force", "'-Force'")]
    [InlineData("psp one", "'psp one'")]
    [InlineData("it's", "'it''s'")]
    [InlineData("it\u2019s", "'it\u2019\u2019s'")]
    [InlineData("$(Remove-Item x); y", "'$(Remove-Item x); y'")]
    [InlineData("*", "'*'")]
    [InlineData("a,b", "'a,b'")]
    [InlineData("one\ntwo $x", "\"one`u{a}two `u{24}x\"")]
    [InlineData("a\u202eb\"", "\"a`u{202e}b`u{22}\"")]
    public void A_value_is_quoted_where_powershell_would_not_take_it_as_it_is(string value, string expected) =>
        Assert.Equal(expected, CommandLine.Quote(value));

    [Fact]
    public void Arguments_without_a_value_are_left_out() => Assert.Equal(
        "Grant-PspUse 'my policy' -User ann,'bob b' -Namespace team-a",
        CommandLine.Of("Grant-PspUse", ("", ["my policy"]), ("ServiceAccount", []), ("User", ["ann", "bob b"]), ("Namespace", ["team-a"])));
}
