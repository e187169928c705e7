namespace PodSecurity.Core.Tests.Admission.Strategies;

public sealed class CsiDriversCheckTests
{
    [Theory]
    [InlineData("""{"allowedCSIDrivers": [{"name": "x"}]}""", """{"csi": {"driver": "y"}}""",
        "Denied: spec.volumes[0].csi.driver: Invalid value: \"y\": Inline CSI driver is not allowed to be used")]
    [InlineData("""{"allowedCSIDrivers": [{"name": "x"}]}""", """{"csi": {"driver": "x"}}""", "")]
    public void Drivers_are_checked_even_where_every_type_is_allowed(string policy, string source, string answer) =>
        Assert.Equal(answer, Given.Volume(source).Answer(Given.Policy(policy)));
}
