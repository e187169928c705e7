namespace PodSecurity.Core.Tests.Admission.Strategies;

public sealed class FlexVolumesCheckTests
{
    [Theory]
    [InlineData("""{"allowedFlexVolumes": []}""", """{"flexVolume": {"driver": "a/b"}}""", "")]
    [InlineData("""{"allowedFlexVolumes": [{"driver": "a/c"}]}""", """{"flexVolume": {"driver": "a/b"}}""",
        "Denied: spec.volumes[0].driver: Invalid value: \"a/b\": Flexvolume driver is not allowed to be used")]
    public void Drivers_are_checked_even_where_every_type_is_allowed(string policy, string source, string answer) =>
        Assert.Equal(answer, Given.Volume(source).Answer(Given.Policy(policy)));
}
