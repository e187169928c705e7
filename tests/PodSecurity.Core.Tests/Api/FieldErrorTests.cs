using PodSecurity.Api;

namespace PodSecurity.Core.Tests.Api;

public sealed class FieldErrorTests
{
    public static TheoryData<FieldError, string> Lines => new()
    {
        { FieldError.Invalid("spec.hostNetwork", true, "not allowed"), "spec.hostNetwork: Invalid value: true: not allowed" },
        { FieldError.Invalid("spec.min", -1, "min cannot be negative"), "spec.min: Invalid value: -1: min cannot be negative" },
        { FieldError.Invalid("spec.name", "a\"b", "bad"), "spec.name: Invalid value: \"a\\\"b\": bad" },
        { FieldError.Forbidden("spec.x", "no"), "spec.x: Forbidden: no" },
        { FieldError.Required("spec.x", ""), "spec.x: Required value" },
        { FieldError.NotSupported(
            "spec.rule", "Never", ["A", "B"]), "spec.rule: Unsupported value: \"Never\": supported values: \"A\", \"B\"" },
        { FieldError.Duplicate("spec.names[1]", "a"), "spec.names[1]: Duplicate value: \"a\"" },
        { FieldError.TooLong("spec.name", 63), "spec.name: Too long: must have at most 63 bytes" },
    };

    [Theory]
    [MemberData(nameof(Lines))]
    public void A_line_reads_as_the_servers(FieldError error, string expected) => Assert.Equal(expected, error.Message);

    [Fact]
    public void One_error_is_joined_without_brackets_and_a_repeated_line_counts_once()
    {
        var one = FieldError.Forbidden("a", "no");
        Assert.Equal("a: Forbidden: no", FieldError.Join([one, one]));
        Assert.Equal("[a: Forbidden: no, b: Required value]", FieldError.Join([one, FieldError.Required("b", "")]));
    }

    [Theory]
    [InlineData("plain", "\"plain\"")]
    [InlineData("a\\b\n\t\0\u007f", "\"a\\\\b\\n\\t\\x00\\x7f\"")]
    [InlineData("caf\u00e9 \u00a0\u200b", "\"caf\u00e9 \\u00a0\\u200b\"")]
    [InlineData("\U0001F600\U000E0001", "\"\U0001F600\\U000e0001\"")]
    public void Strings_are_escaped_as_in_Go(string value, string expected) => Assert.Equal(expected, GoValue.Quote(value));

    [Fact]
    public void Slices_show_their_Go_type()
    {
        Assert.Equal("[]core.Capability{\"KILL\", \"MKNOD\"}", GoValue.Slice("core.Capability", ["KILL", "MKNOD"]).Text);
        Assert.Equal("[]string{}", GoValue.Slice("string", Array.Empty<string>()).Text);
        Assert.Equal("[]string(nil)", GoValue.Slice("string", (string[]?)null).Text);
        Assert.Equal("[]int64{1, 2}", GoValue.Slice("int64", [(GoValue)1, 2]).Text);
    }
}
