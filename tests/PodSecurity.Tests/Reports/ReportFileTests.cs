using System.Text.Json.Nodes;

namespace PodSecurity.Tests.Reports;

/// <summary>When Export-PodSecurityReport writes a file, and when it does not.</summary>
public sealed class ReportFileTests : IDisposable
{
    private readonly ReportRun _run = new();

    public void Dispose() => _run.Dispose();

    [Theory]
    [InlineData("a.html", "<!DOCTYPE html>")]
    [InlineData("a.HTM", "<!DOCTYPE html>")]
    [InlineData("a.sarif", "sarif-2.1.0")]
    [InlineData("a.sarif.json", "sarif-2.1.0")]
    [InlineData("a.xml", "<testsuites")]
    [InlineData("a.md", "## Pod security")]
    [InlineData("a.csv", "Level,Verdict,")]
    [InlineData("a.json", "\"summary\"")]
    [InlineData("a.yaml", "wgpolicyk8s.io/v1alpha2")]
    public void The_format_follows_from_the_name(string name, string text) =>
        Assert.Contains(text, _run.Report("$met", name), StringComparison.Ordinal);

    [Fact]
    public void A_format_that_is_asked_for_wins() =>
        Assert.StartsWith("Level,Verdict,", _run.Report("$met", "a.txt", "-Format Csv"), StringComparison.Ordinal);

    [Theory]
    [InlineData("@() | Export-PodSecurityReport a.xml", "NothingReported")]
    [InlineData("$null | Export-PodSecurityReport a.xml", "ResultNotSupported,NothingReported")]
    [InlineData("$true | Export-PodSecurityReport a.xml", "ResultNotSupported,NothingReported")]
    [InlineData("@() | Export-PodSecurityReport -Format GitHub", "NothingReported")]
    [InlineData("$met | Export-PodSecurityReport a.txt", "ReportFormatUnknown")]
    [InlineData("$met | Export-PodSecurityReport -Format Html", "ReportPathMissing")]
    [InlineData("$met | Export-PodSecurityReport", "ReportPathMissing")]
    [InlineData("$met | Export-PodSecurityReport Env:/a.xml", "PathNotInFileSystem")]
    [InlineData("$met | Export-PodSecurityReport absent/a.xml", "ReportNotWritten")]
    [InlineData("$null = [IO.Directory]::CreateDirectory(\"$pwd/b.xml\"); $met | Export-PodSecurityReport b.xml", "ReportNotWritten")]
    public void Without_a_verdict_or_a_place_there_is_no_report(string script, string ids)
    {
        var errors = _run.Run(script).Errors;

        Assert.Equal(ids.Split(','), errors.Select(error => error.FullyQualifiedErrorId.Split(',')[0]));
        Assert.Empty(_run.Folder.Names);
    }

    [Fact]
    public void A_file_that_is_there_is_replaced_when_that_is_asked_for()
    {
        _run.Folder.Write("a.csv", "old");

        Assert.StartsWith(
            "FileExists,", _run.Error("$met | Export-PodSecurityReport a.csv").FullyQualifiedErrorId, StringComparison.Ordinal);
        Assert.Equal("old", File.ReadAllText(_run.Folder.PathOf("a.csv")));
        Assert.StartsWith("Level,", _run.Report("$met", "a.csv", "-Force"), StringComparison.Ordinal);
    }

    [Fact]
    public void Of_an_old_report_it_is_said_that_it_is_old()
    {
        _run.Folder.Write("a.xml", "old");

        Assert.Contains(
            "earlier run", _run.Error("@() | Export-PodSecurityReport a.xml -Force").Exception.Message, StringComparison.Ordinal);
        Assert.Equal("old", File.ReadAllText(_run.Folder.PathOf("a.xml")));
    }

    [Fact]
    public void A_link_is_not_followed()
    {
        _run.Folder.Write("precious", "old");
        File.CreateSymbolicLink(_run.Folder.PathOf("a.csv"), _run.Folder.PathOf("precious"));

        Assert.StartsWith(
            "ReportNotWritten,", _run.Error("$met | Export-PodSecurityReport a.csv -Force").FullyQualifiedErrorId,
            StringComparison.Ordinal);
        Assert.Equal("old", File.ReadAllText(_run.Folder.PathOf("precious")));
    }

    [Fact]
    public void What_fails_on_the_way_leaves_nothing()
    {
        Assert.NotEmpty(_run.Run("& { $met; throw 'broken' } | Export-PodSecurityReport a.xml").Errors);
        Assert.Empty(_run.Folder.Names);
    }

    [Fact]
    public void WhatIf_writes_nothing()
    {
        var result = _run.Run("$met | Export-PodSecurityReport a.html -WhatIf -PassThru");

        Assert.Empty(result.Errors);
        Assert.Empty(result.Output);
        Assert.Empty(_run.Folder.Names);
    }

    [Fact]
    public void PassThru_gives_the_file() => Assert.Equal(
        _run.Folder.PathOf("a.json"),
        Assert.IsType<FileInfo>(Assert.Single(_run.Run("$met | Export-PodSecurityReport a.json -PassThru").Output).BaseObject).FullName);

    [Fact]
    public void What_is_no_verdict_is_an_error_in_the_report_too()
    {
        var result = _run.Run("$met, $true | Export-PodSecurityReport a.json");
        var summary = JsonNode.Parse(File.ReadAllText(_run.Folder.PathOf("a.json")))!["summary"]!;

        Assert.StartsWith("ResultNotSupported,", Assert.Single(result.Errors).FullyQualifiedErrorId, StringComparison.Ordinal);
        Assert.Equal((1, 1), ((int)summary["errors"]!, (int)summary["passed"]!));
    }

    [Fact]
    public void A_list_is_what_is_in_it()
    {
        var result = _run.Run("Export-PodSecurityReport a.json -InputObject @($met, $denied)");

        Assert.Empty(result.Errors);
        Assert.Equal(2, JsonNode.Parse(File.ReadAllText(_run.Folder.PathOf("a.json")))!["results"]!.AsArray().Count);
    }

    [Fact]
    public void A_report_is_for_others_to_read()
    {
        if (!OperatingSystem.IsWindows())
        {
            _run.Folder.Write("usual", "");
            _run.Report("$met", "a.html");
            Assert.Equal(File.GetUnixFileMode(_run.Folder.PathOf("usual")), File.GetUnixFileMode(_run.Folder.PathOf("a.html")));
        }
    }

    [Fact]
    public void Formats_complete() => Assert.Equal(["Html"], _run.Complete("Export-PodSecurityReport -Format h"));
}
