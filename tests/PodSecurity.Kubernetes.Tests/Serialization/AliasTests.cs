using System.Text;
using static PodSecurity.Kubernetes.Tests.Serialization.Reading;

namespace PodSecurity.Kubernetes.Tests.Serialization;

/// <summary>Aliases are expanded as far as kubectl's reader does it, and no further.</summary>
public sealed class AliasTests
{
    /// <summary>The node counts are those with which go-yaml 2.2.8 and later refuse.</summary>
    [Theory]
    [InlineData(5, 10, false)]
    [InlineData(10, 90, false)]
    [InlineData(1_000, 1_000, true)]
    [InlineData(20, 30_000, true)]
    public void Too_much_that_comes_out_of_aliases_is_refused(int size, int aliases, bool isRefused)
    {
        var text = $"a: &a [{Repeat("x", size)}]\nb: [{Repeat("*a", aliases)}]\n";

        var line = Assert.Single(Lines(text));
        Assert.Equal(isRefused, line.StartsWith("ManifestAliasesTooLarge in:2:", StringComparison.Ordinal));
    }

    [Fact]
    public void Merge_keys_count_as_aliases()
    {
        var fields = string.Concat(Enumerable.Range(0, 20_000).Select(i => $"  k{i}: 1\n"));

        Assert.StartsWith(
            "ManifestAliasesTooLarge", Assert.Single(Lines($"a: &a\n{fields}b: {{<<: [{Repeat("*a", 1_000)}]}}\n")),
                StringComparison.Ordinal);
    }

    [Fact]
    public void A_list_of_aliases_is_read_item_by_item_until_it_is_too_much()
    {
        var lines = Lines(
            $"kind: List\nitems:\n- &a {{k: [{Repeat("x", 10_000)}]}}\n{string.Concat(Enumerable.Repeat("- *a\n", 200))}---\nk: 1\n");

        Assert.StartsWith(
            "ManifestAliasesTooLarge", Assert.Single(lines, line => line.StartsWith("Manifest", StringComparison.Ordinal)),
                StringComparison.Ordinal);
        Assert.Equal("{\"k\":1}", lines[^1]);
    }

    [Fact]
    public void Anchors_keep_no_more_than_an_object_may_hold()
    {
        var item = $"- &a {{k: {new string('x', 1_000_000)}}}\n";

        Assert.Contains(
            Lines($"kind: List\nitems:\n{string.Concat(Enumerable.Repeat(item, 10))}"), line => line.StartsWith(
                "ManifestAliasesTooLarge", StringComparison.Ordinal));
    }

    [Fact]
    public void Aliases_do_not_deepen_an_object_beyond_the_limit()
    {
        var text = new StringBuilder("a0: &a0 [x]\n");
        for (var i = 1; i < 40; i++)
        {
            text.Append($"a{i}: &a{i} {string.Concat(Enumerable.Repeat("[", 30))}*a{i - 1}{string.Concat(Enumerable.Repeat("]", 30))}\n");
        }

        Assert.StartsWith("ManifestTooDeep", Assert.Single(Lines(text.ToString())), StringComparison.Ordinal);
    }

    private static string Repeat(string item, int count) => string.Join(',', Enumerable.Repeat(item, count));
}
