using PodSecurity.Kubernetes.Files;

namespace PodSecurity.Reports;

/// <summary>The file of a report: there when it is complete, or not at all.</summary>
internal sealed class ReportFile : IDisposable
{
    private readonly NewFile _file;

    /// <param name="path">A file system path, already resolved.</param>
    /// <exception cref="IOException">No file can be there.</exception>
    /// <exception cref="UnauthorizedAccessException">Files may not be created there.</exception>
    public ReportFile(string path) => _file = new(path, isPrivate: false);

    /// <exception cref="IOException">No file can be there.</exception>
    public static void Check(string path) => FileTarget.Check(path);

    public void Write(IReportWriter writer, Report report, bool overwrite)
    {
        writer.Write(_file.Content, report);
        _file.Publish(overwrite);
    }

    public void Dispose() => _file.Dispose();
}
