using System.Globalization;
using System.Text;
using PodSecurity.Text;

namespace PodSecurity.Core.Tests.Text;

public sealed class PrintableTextTests
{
    [Theory]
    [InlineData(null, "")]
    [InlineData("", "")]
    [InlineData("web-1 (team/a): \"*\" ~", "web-1 (team/a): \"*\" ~")]
    [InlineData("Größe 名前 😀", "Größe 名前 😀")]
    [InlineData(@"C:\new\u001b", @"C:\new\u001b")]
    [InlineData("a\r\n\tb", @"a\r\n\tb")]
    [InlineData("\0\u0007\u001b[2J\u007f", @"\u0000\u0007\u001b[2J\u007f")]
    [InlineData("\u0085\u009b31m", @"\u0085\u009b31m")]
    [InlineData("\u202egpj.exe\u202c", @"\u202egpj.exe\u202c")]
    [InlineData("\u2066x\u2069\u200e\u061c", @"\u2066x\u2069\u200e\u061c")]
    [InlineData("a\u200bb\u200c\u200d\u2060\ufeff\u00ad", @"a\u200bb\u200c\u200d\u2060\ufeff\u00ad")]
    [InlineData("a\u2028b\u2029", @"a\u2028b\u2029")]
    [InlineData("\U000e0041", @"\U000e0041")]
    public void What_cannot_be_seen_is_escaped(string? text, string expected) => Assert.Equal(expected, PrintableText.Escape(text));

    [Fact]
    public void Half_a_surrogate_pair_is_escaped() => Assert.Equal(@"a\ud800b\udc00", PrintableText.Escape("a\ud800b\udc00"));

    [Fact]
    public void Of_all_characters_none_that_a_terminal_obeys_remains()
    {
        var all = string.Concat(Enumerable.Range(0, 0x110000).Where(Rune.IsValid).Select(value => new Rune(value).ToString()));

        var shown = PrintableText.Escape(all);

        Assert.DoesNotContain(
            shown.EnumerateRunes(), rune => Rune.GetUnicodeCategory(rune) is UnicodeCategory.Control or UnicodeCategory.Format
            or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator or UnicodeCategory.Surrogate);
        Assert.Equal(shown, PrintableText.Escape(shown));
    }
}
