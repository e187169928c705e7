using System.Management.Automation;
using PodSecurity.Inputs;

namespace PodSecurity.Tests.Inputs;

public sealed class DurationTransformationTests
{
    public static TheoryData<object, double> Durations => new()
    {
        { 30, 30 },
        { 30L, 30 },
        { 1.5, 1.5 },
        { (byte)30, 30 },
        { (short)30, 30 },
        { 1.5m, 1.5 },
        { "30", 30 },
        { "30s", 30 },
        { "1.5s", 1.5 },
        { "2m", 120 },
        { "3h", 10800 },
        { "500ms", 0.5 },
    };

    [Theory, MemberData(nameof(Durations))]
    public void A_number_is_seconds_and_a_unit_is_kubectls(object given, double seconds) =>
        Assert.Equal(TimeSpan.FromSeconds(seconds), new DurationTransformationAttribute().Transform(null!, given));

    [Fact]
    public void A_wrapped_number_is_a_number() =>
        Assert.Equal(TimeSpan.FromSeconds(30), new DurationTransformationAttribute().Transform(null!, PSObject.AsPSObject(30)));

    [Theory]
    [InlineData("00:01:30")]
    [InlineData("")]
    [InlineData("s")]
    [InlineData("1,5s")]
    [InlineData("5sm")]
    [InlineData("5 s")]
    [InlineData("soon")]
    public void Anything_else_is_left_to_PowerShell(string given) =>
        Assert.Same(given, new DurationTransformationAttribute().Transform(null!, given));
}
