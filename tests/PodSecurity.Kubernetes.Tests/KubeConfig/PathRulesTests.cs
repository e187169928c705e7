using PodSecurity.Kubernetes.KubeConfig;

namespace PodSecurity.Kubernetes.Tests.KubeConfig;

/// <summary>The rules of both platforms, wherever the tests run.</summary>
public sealed class PathRulesTests
{
    [Theory]
    [InlineData(@"C:\x", true)]
    [InlineData("c:/x", true)]
    [InlineData(@"\\server\share\x", true)]
    [InlineData("//server/share/x", true)]
    [InlineData(@"\x", false)]
    [InlineData("/x", false)]
    [InlineData("C:x", false)]
    [InlineData("C:", false)]
    [InlineData("x", false)]
    [InlineData(@".\x", false)]
    [InlineData("", false)]
    public void On_Windows_a_path_is_absolute_from_its_drive_or_share_on(string path, bool absolute)
    {
        Assert.Equal(absolute, PathRules.Windows.IsAbsolute(path));
        Assert.Equal(absolute ? path : @"D:\kube\" + path, PathRules.Windows.Resolve(@"D:\kube", path));
        Assert.Equal(absolute ? path : @"D:\" + path, PathRules.Windows.Resolve(@"D:\", path));
    }

    [Theory]
    [InlineData("/x", true)]
    [InlineData("x", false)]
    [InlineData(@"C:\x", false)]
    public void On_Unix_a_path_is_absolute_from_the_root_on(string path, bool absolute) =>
        Assert.Equal(
            (absolute, absolute ? path : "/kube/" + path), (PathRules.Unix.IsAbsolute(path), PathRules.Unix.Resolve("/kube", path)));

    [Theory]
    [InlineData(@"C:\a;D:\b", @"C:\a|D:\b")]
    [InlineData("""
        "C:\a;b";D:\c
        """, @"C:\a;b|D:\c")]
    [InlineData("""
        C:\Program" "Files;;"x"
        """, @"C:\Program Files||x")]
    [InlineData("\"C:\\open;D:\\b", @"C:\open;D:\b")]
    [InlineData("", "")]
    public void On_Windows_quotes_keep_an_entry_together(string list, string entries) =>
        Assert.Equal(entries.Split('|'), PathRules.Windows.Split(list));

    [Theory]
    [InlineData("/a:/b", "/a|/b")]
    [InlineData("/a::b", "/a||b")]
    [InlineData("\"/a:/b\"", "\"/a|/b\"")]
    public void On_Unix_they_do_not(string list, string entries) => Assert.Equal(entries.Split('|'), PathRules.Unix.Split(list));

    [Theory]
    [InlineData("aws", true, true)]
    [InlineData("./aws", false, false)]
    [InlineData(@".\aws", true, false)]
    [InlineData("C:aws", true, false)]
    public void A_bare_name_has_no_folder(string command, bool unix, bool windows) =>
        Assert.Equal((unix, windows), (PathRules.Unix.IsBareName(command), PathRules.Windows.IsBareName(command)));
}
