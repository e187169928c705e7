using PodSecurity.Manifests;

namespace PodSecurity.Kubernetes.Serialization;

/// <summary>The errors of reading manifests, one for each constant id.</summary>
internal static class ManifestErrors
{
    public static ManifestException Syntax(string origin, TextPlace place, string problem, Exception? inner = null) =>
        At("ManifestSyntaxInvalid", origin, place, problem, inner);

    public static ManifestException Template(string origin, TextPlace place, Exception? inner = null) =>
        At("ManifestTemplateNotRendered", origin, place,
            "this is a template with {{ }} placeholders, not a manifest: render it first, for example with 'helm template'", inner);

    public static ManifestException TooLarge(string origin, TextPlace place) =>
        At("ManifestTooLarge", origin, place,
            $"the object that starts here is larger than {ManifestLimits.ObjectBytes / (1024 * 1024)} MB");

    public static ManifestException TooDeep(string origin, TextPlace place) =>
        At("ManifestTooDeep", origin, place, $"more than {ManifestLimits.Depth} levels of nesting");

    public static ManifestException AliasesTooLarge(string origin, TextPlace place) =>
        At("ManifestAliasesTooLarge", origin, place,
            $"the object that starts here is larger than {ManifestLimits.ObjectBytes / (1024 * 1024)} MB once its YAML aliases are "
            + "expanded");

    public static ManifestException AliasesExcessive(string origin, TextPlace place) =>
        At("ManifestAliasesTooLarge", origin, place,
            "too much of this document comes out of YAML aliases; kubectl does not read it either");

    public static ManifestException AnchorsTooLarge(string origin, TextPlace place) =>
        At("ManifestAliasesTooLarge", origin, place,
            $"the YAML anchors up to here keep more than {ManifestLimits.ObjectBytes / (1024 * 1024)} MB of text for aliases");

    public static ManifestException NotText(string origin, TextPlace place, string found) =>
        At("ManifestNotText", origin, place, $"not a text file in UTF-8 or UTF-16: {found}");

    public static ManifestException NotAnObject(string origin, TextPlace place, string found) =>
        At("ManifestNotAnObject", origin, place, $"expected an object, found {found}");

    public const string EmptyId = "ManifestEmpty";

    public static ManifestException Empty(string origin) =>
        new(EmptyId, $"{origin}: there is no manifest in it", new DocumentSource(origin));

    public static ManifestException File(string origin, Exception error, bool isFolder) => (error, isFolder) switch
    {
        (_, true) => Unreadable("ManifestPathIsFolder", origin, "this is a folder, not a file", error),
        (FileNotFoundException or DirectoryNotFoundException, _) => Unreadable(
            "ManifestFileNotFound", origin, "the file does not exist", error),
        (UnauthorizedAccessException, _) => Unreadable("ManifestFileDenied", origin, "no permission to read the file", error),
        _ => Unreadable("ManifestFileUnreadable", origin, $"the file cannot be read: {error.Message}", error),
    };

    private static ManifestException Unreadable(string errorId, string origin, string problem, Exception error) =>
        new(errorId, $"{origin}: {problem}", new DocumentSource(origin), error);

    private static ManifestException At(string errorId, string origin, TextPlace place, string problem, Exception? inner = null)
    {
        var source = new DocumentSource(origin, place.Line);
        return new(errorId, $"{source}:{place.Column}: {problem}", source, inner);
    }
}
