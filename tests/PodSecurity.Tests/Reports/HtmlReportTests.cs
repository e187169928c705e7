using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace PodSecurity.Tests.Reports;

/// <summary>The page, as text and in a browser.</summary>
public sealed class HtmlReportTests : IDisposable
{
    // Looks into the report in a frame of a phone's and of a desk's width, and uses it.
    private const string Probe = """
        <!DOCTYPE html><title>probe</title><iframe id="frame" width="WIDTH" height="900" src="report.html"></iframe><pre id="answer"></pre>
        <script>
        const wait = ms => new Promise(done => setTimeout(done, ms));
        addEventListener('load', async () => {
          const answer = {};
          try {
            const page = document.getElementById('frame').contentDocument, view = page.defaultView;
            const rows = () => page.querySelectorAll('#rows > tr').length;
            answer.title = page.title;
            answer.rows = rows();
            answer.more = page.getElementById('more').hidden;
            page.getElementById('more').click();
            answer.rowsAfterMore = rows();
            answer.overflow = page.documentElement.scrollWidth - page.documentElement.clientWidth;
            answer.strangers = page.querySelectorAll('img, iframe, #rows script').length;
            page.querySelector('.open').click();
            answer.detail = page.querySelector('.detail').textContent;
            answer.overflowOpen = page.documentElement.scrollWidth - page.documentElement.clientWidth;
            page.querySelector('[data-filter=level][data-value=Error]').click();
            answer.errors = rows();
            page.dispatchEvent(new view.KeyboardEvent('keydown', { key: 'Escape' }));
            await wait(50);
            page.dispatchEvent(new view.KeyboardEvent('keydown', { key: '/', cancelable: true }));
            answer.focus = page.activeElement.id;
            page.getElementById('search').value = 'calm GOOD';
            page.getElementById('search').dispatchEvent(new view.Event('input'));
            await wait(400);
            answer.found = page.getElementById('count').textContent;
            page.querySelector('[data-sort=target]').click();
            answer.sorted = page.querySelector('[data-sort=target]').parentElement.getAttribute('aria-sort');
            page.querySelector('[type=reset]').click();
            await wait(50);
            view.dispatchEvent(new view.Event('beforeprint'));
            answer.printed = page.querySelectorAll('#rows > tr.detail').length;
            answer.titleAtEnd = page.title + document.title;
          } catch (error) { answer.error = String(error); }
          document.getElementById('answer').textContent = JSON.stringify(answer);
        });
        </script>
        """;

    private readonly ReportRun _run = new();

    public void Dispose() => _run.Dispose();

    [Fact]
    public void Nothing_of_others_is_markup_and_nothing_comes_from_elsewhere()
    {
        var page = _run.Report("$denied, $met, $labels", "report.html");

        Assert.DoesNotContain("<img", page, StringComparison.OrdinalIgnoreCase);
        Assert.Equal(3, Regex.Count(page, "</script>", RegexOptions.IgnoreCase));
        Assert.DoesNotContain("innerHTML", page, StringComparison.Ordinal);
        Assert.DoesNotMatch("""(src|href)\s*=\s*["']?(https?:)?//""", page);
        Assert.DoesNotContain("@import", page, StringComparison.Ordinal);
        Assert.Contains("default-src 'none'; style-src 'sha256-", page, StringComparison.Ordinal);
        Assert.DoesNotContain("%%", page, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(390)]
    [InlineData(1280)]
    public async Task Works_in_a_browser(int width)
    {
        _run.Report("1..120 | ForEach-Object { $met }; $labels, $denied", "report.html", "", "& { ", " }");
        var probe = _run.Folder.Write("probe.html", Probe.Replace("WIDTH", $"{width}", StringComparison.Ordinal));
        var dom = await Chromium.DomAsync(probe, TestContext.Current.CancellationToken);
        var text = System.Net.WebUtility.HtmlDecode(
            Regex.Match(dom, """<pre id="answer">(.*?)</pre>""", RegexOptions.Singleline).Groups[1].Value);
        var answer = JsonNode.Parse(text)!;

        Assert.Null(answer["error"]);
        Assert.Equal("Pod security: 1 of 122 refused", (string?)answer["title"]);
        Assert.Equal((100, false, 122), ((int)answer["rows"]!, (bool)answer["more"]!, (int)answer["rowsAfterMore"]!));
        Assert.Equal((0, 0), ((int)answer["overflow"]!, (int)answer["overflowOpen"]!));
        Assert.Equal(0, (int)answer["strangers"]!);
        Assert.Contains("<img src=x", (string?)answer["detail"], StringComparison.Ordinal);
        Assert.Equal(1, (int)answer["errors"]!);
        Assert.Equal("search", (string?)answer["focus"]);
        Assert.Equal("120 of 122 verdicts", (string?)answer["found"]);
        Assert.Equal("ascending", (string?)answer["sorted"]);
        Assert.Equal(122, (int)answer["printed"]!);
        Assert.Equal("Pod security: 1 of 122 refusedprobe", (string?)answer["titleAtEnd"]);
    }
}
