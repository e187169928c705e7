using static PodSecurity.Kubernetes.Tests.Serialization.Reading;

namespace PodSecurity.Kubernetes.Tests.Serialization;

/// <summary>
/// What is a list is decided as kubectl decides it (apimachinery, unstructured/helpers.go): an object with items, whatever its kind. So a
/// verdict is never about less than what kubectl would apply; where releases of kubectl differ, the object is refused.
/// </summary>
public sealed class KubectlListTests
{
    private const string Pod = "{\"kind\":\"Pod\",\"apiVersion\":\"v1\",\"spec\":{\"hostPID\":true}}";
    private const string Untyped = "{\"spec\":{\"hostPID\":true}}";

    [Theory]
    [InlineData("{'kind':'Pod','apiVersion':'v1','items':[POD]}")]
    [InlineData("{'kind':'Pod','apiVersion':'v1','spec':{},'items':[POD]}")]
    [InlineData("{'kind':'PodList','apiVersion':'v1','items':[UNTYPED]}")]
    [InlineData("{'kind':'Pod','apiVersion':'v1','items':[UNTYPED]}")]
    [InlineData("{'items':[POD]}")]
    [InlineData("{'apiVersion':'v1','items':[POD],'kind':'Pod'}")]
    [InlineData("{'kind':'List','apiVersion':'v1','items':[{'kind':'PodList','apiVersion':'v1','items':[UNTYPED]}]}")]
    public void An_object_with_items_is_a_list(string text) => Assert.Equal([Pod], Documents(text));

    /// <summary>Only there kubectl looks into no items.</summary>
    [Fact]
    public void An_item_with_items_is_what_its_kind_says() =>
        Assert.Equal(
            ["{\"kind\":\"Pod\",\"apiVersion\":\"v1\",\"items\":[1]}"], Documents(
                "{'kind':'List','items':[{'kind':'Pod','apiVersion':'v1','items':[1]}]}"));

    [Theory]
    [InlineData("{'kind':'List','apiVersion':'v1','items':[],'items':[POD]}", "'items' is there twice")]
    [InlineData("{'kind':'List','apiVersion':'v1','items':{}}", "'items' must be a list")]
    [InlineData("{'kind':'Pod','apiVersion':'v1','Items':[POD]}", "some releases of kubectl take 'Items' for 'items'")]
    [InlineData("{'kind':'ServiceList','apiVersion':'v1','items':[],'kind':'PodList'}", "behind")]
    public void What_is_read_in_several_ways_is_refused(string text, string message)
    {
        foreach (var form in Forms(text))
        {
            var error = Assert.Single(Items(form), item => item.Error is not null).Error!;
            Assert.Equal("ManifestSyntaxInvalid", error.ErrorId);
            Assert.Contains(message, error.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Items_that_come_in_by_a_merge_key_count() =>
        Assert.Contains(Pod, Lines("x: &x {items: [{kind: Pod, apiVersion: v1, spec: {hostPID: true}}]}\n<<: *x\nkind: List\n"));

    [Fact]
    public void An_item_that_cannot_be_read_does_not_hide_the_next()
    {
        string[] bad = ["*nothing", "{a: *nothing, b: [c]}", "{<<: 5}", "{a: {b: !!int x}, c: d}", "{[a]: b}", "[{~: a}]"];
        foreach (var item in bad)
        {
            Assert.Equal(
                ["error", "{\"k\":1}", "error", "{\"k\":2}"], Kinds($"kind: List\nitems:\n- {item}\n- {{k: 1}}\n- {item}\n- k: 2\n"));
        }
    }

    [Fact]
    public void An_item_that_is_no_text_does_not_hide_the_next()
    {
        var json = "{\"kind\":\"List\",\"items\":[{\"k\":\"\u00FF\"},{\"k\":1}]}";
        var items = Items(new MemoryStream(System.Text.Encoding.Latin1.GetBytes(json)));
        Assert.Equal(["error", "{\"k\":1}"], items.Select(item => item.Error is null ? Lines([item])[0] : "error"));
    }

    [Fact]
    public void Behind_an_item_that_breaks_the_list_reading_goes_on_with_the_next_line() =>
        Assert.Equal(
            ["{\"k\":1}", "{\"k\":2}", "error", "{\"k\":3}", "{\"k\":4}"], Kinds(
                "{\"kind\":\"List\",\"items\":[\n{\"k\":1},\n{\"k\":2} x,\n{\"k\":3},\n{\"k\":4}\n]}\n"));

    private static IEnumerable<string> Kinds(string text) => Items(text).Select(item => item.Error is null ? Lines([item])[0] : "error");

    private static string[] Documents(string text)
    {
        var forms = Forms(text).Select(Lines).ToList();
        Assert.Equal(forms[0], forms[1]);
        return forms[0];
    }

    /// <summary>As JSON and, with a comment in front, as YAML.</summary>
    private static string[] Forms(string text)
    {
        var json = text.Replace('\'', '"').Replace("POD", Pod, StringComparison.Ordinal).Replace(
            "UNTYPED", Untyped, StringComparison.Ordinal);
        return [json, $"# YAML\n{json}"];
    }
}
