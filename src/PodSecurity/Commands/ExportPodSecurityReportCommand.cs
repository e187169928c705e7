using System.Collections;
using System.Management.Automation;
using PodSecurity.Errors;
using PodSecurity.Hosting;
using PodSecurity.Reports;
using PodSecurity.Reports.Formats;
using PodSecurity.Reports.Reading;

namespace PodSecurity.Commands;

/// <summary>Writes verdicts of the other commands as a report, or as the annotations of a build server.</summary>
[Cmdlet(VerbsData.Export, "PodSecurityReport", SupportsShouldProcess = true)]
[OutputType(typeof(FileInfo), typeof(string))]
public sealed class ExportPodSecurityReportCommand : PodSecurityCommand
{
    private IReportWriter _writer = null!;
    private FindingReader _reader = null!;
    private FindingStore? _store;
    private ReportFile? _file;
    private CommandProgress? _progress;
    private string? _path;
    private bool _hasVerdict;

    /// <summary>Verdicts of this module, as they were emitted or as Import-Clixml and ConvertFrom-Json give them.</summary>
    [Parameter(Mandatory = true, ValueFromPipeline = true)]
    [AllowNull]
    [AllowEmptyString]
    [AllowEmptyCollection]
    public object? InputObject { get; set; }

    /// <summary>The file to write; only annotations can do without.</summary>
    [Parameter(Position = 0)]
    [ValidateNotNullOrEmpty]
    public string? Path { get; set; }

    /// <summary>What to write; default: what the file's name says.</summary>
    [Parameter]
    public ReportFormat? Format { get; set; }

    /// <summary>Replaces an existing file.</summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    /// <summary>Gives the file that was written.</summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    protected override object? FailureTarget => Path;

    protected override Task BeginProcessingAsync()
    {
        _reader = new(SessionState.Path.CurrentFileSystemLocation.ProviderPath);
        OrNotWritten(Path is null ? OpenOutput : () => OpenFile(Path));
        return Task.CompletedTask;
    }

    protected override Task ProcessRecordAsync()
    {
        if (_store is not null)
        {
            OrNotWritten(() => TakeAll(InputObject, _store));
        }
        return Task.CompletedTask;
    }

    protected override Task EndProcessingAsync()
    {
        if (_store is null)
        {
            return Task.CompletedTask;
        }
        _progress!.Complete();
        if (!_hasVerdict)
        {
            ThrowTerminatingError(ModuleError.NothingReported(Path, _path is not null && File.Exists(_path)));
        }
        var report = new Report(_store, DateTime.UtcNow, StopToken);
        if (_file is null)
        {
            WriteObject(((AnnotationReport)_writer).Lines(report), enumerateCollection: true);
        }
        else
        {
            OrNotWritten(() => _file.Write(_writer, report, Force));
            WriteVerbose($"{Path}: {report.Summary.Verdicts}");
            WriteFile();
        }
        return Task.CompletedTask;
    }

    private void OpenOutput()
    {
        if (Format is not { } format || FormatCatalog.Writer(format) is not AnnotationReport annotations)
        {
            ThrowTerminatingError(ModuleError.ReportPathMissing(Format));
            return;
        }
        _writer = annotations;
        Start();
    }

    /// <summary>Before anything is judged, which may take long, it is clear that the report can be written.</summary>
    private void OpenFile(string path)
    {
        if ((Format ?? FormatCatalog.OfName(path)) is not { } format)
        {
            ThrowTerminatingError(ModuleError.ReportFormatUnknown(path, FormatCatalog.KnownEndings));
            return;
        }
        _writer = FormatCatalog.Writer(format);
        _path = ResolveFile(path, nameof(Path));
        ReportFile.Check(_path);
        if (File.Exists(_path) && !Force)
        {
            ThrowTerminatingError(ModuleError.FileExists(path));
        }
        if (ShouldProcess(path, $"Write a report ({format})"))
        {
            _file = new(_path);
            Start();
        }
    }

    private void Start()
    {
        _store = new();
        _progress = new(this, "Reading verdicts");
    }

    /// <summary>A list that was given as a whole is what is in it.</summary>
    private void TakeAll(object? input, FindingStore store)
    {
        var value = input is PSObject wrapped ? wrapped.BaseObject : input;
        if (value is IList items)
        {
            foreach (var item in items)
            {
                Take(item, store);
            }
        }
        else
        {
            Take(input, store);
        }
    }

    private void Take(object? input, FindingStore store)
    {
        if (FindingReader.IsSummary(input))
        {
            return;
        }
        if (_reader.Read(input) is { } finding)
        {
            _hasVerdict = true;
            store.Add(finding);
        }
        else
        {
            Report(ModuleError.ResultNotSupported(input));
            store.Add(FindingReader.NoVerdict(input));
        }
        _progress!.Report($"{store.Summary.Verdicts.Total} verdicts");
    }

    private void WriteFile()
    {
        if (PassThru)
        {
            // As Get-Item gives it: the view of files needs what the provider adds.
            WriteObject(InvokeProvider.Item.Get([_path], force: true, literalPath: true), enumerateCollection: true);
        }
    }

    private void OrNotWritten(Action step)
    {
        try
        {
            step();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            ThrowTerminatingError(ModuleError.ReportNotWritten(Path ?? "of annotations", e));
        }
    }

    protected override void Dispose(bool disposing)
    {
        _file?.Dispose();
        _store?.Dispose();
        base.Dispose(disposing);
    }
}
