using System.Text.Json;

namespace PodSecurity.Reports;

/// <summary>
/// Findings in a temporary file, so that a report can begin with its numbers and be ordered, however many there are. The file is the
/// user's alone and goes with the process.
/// </summary>
internal sealed class FindingStore : IDisposable
{
    private const int BufferSize = 1 << 16;

    private readonly FileStream _file;
    private readonly BinaryWriter _writer;
    private readonly Dictionary<string, List<long>> _places = new(StringComparer.Ordinal);

    public FindingStore()
    {
        var options = new FileStreamOptions
        {
            Mode = FileMode.CreateNew, Access = FileAccess.ReadWrite, Options = FileOptions.DeleteOnClose, BufferSize = BufferSize,
        };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }
        _file = new(Path.Combine(Path.GetTempPath(), $"podsecurity-{Guid.NewGuid():N}"), options);
        _writer = new(_file);
    }

    public ReportSummary Summary { get; } = new();

    public void Add(Finding finding)
    {
        Summary.Add(finding);
        PlacesOf(finding.Namespace ?? "").Add(_file.Position);
        var json = JsonSerializer.SerializeToUtf8Bytes(finding, FindingJson.Options);
        _writer.Write((byte)finding.Level);
        _writer.Write(json.Length);
        _writer.Write(json);
    }

    /// <summary>All findings, in the order in which they came.</summary>
    public IEnumerable<Finding> All(CancellationToken cancellationToken) => Read(_ => true, cancellationToken);

    /// <summary>The worst first; what passed is left out.</summary>
    public IEnumerable<Finding> ByLevel(CancellationToken cancellationToken) =>
        new[] { FindingLevel.Error, FindingLevel.Warning, FindingLevel.Note }.SelectMany(
            level => Read(found => found == level, cancellationToken));

    /// <summary>Those of a namespace; "" stands for what has none.</summary>
    public IEnumerable<Finding> OfNamespace(string name, CancellationToken cancellationToken)
    {
        foreach (var place in _places[name])
        {
            cancellationToken.ThrowIfCancellationRequested();
            _file.Position = place;
            yield return Next(_ => true)!;
        }
    }

    private IEnumerable<Finding> Read(Func<FindingLevel, bool> wanted, CancellationToken cancellationToken)
    {
        var (position, end) = (0L, _file.Length);
        while (position < end)
        {
            cancellationToken.ThrowIfCancellationRequested();
            _file.Position = position;
            var finding = Next(wanted);
            position = _file.Position;
            if (finding is not null)
            {
                yield return finding;
            }
        }
    }

    private Finding? Next(Func<FindingLevel, bool> wanted)
    {
        Span<byte> head = stackalloc byte[1 + sizeof(int)];
        _file.ReadExactly(head);
        var length = BitConverter.ToInt32(head[1..]);
        if (!wanted((FindingLevel)head[0]))
        {
            _file.Seek(length, SeekOrigin.Current);
            return null;
        }
        var json = new byte[length];
        _file.ReadExactly(json);
        return JsonSerializer.Deserialize<Finding>(json, FindingJson.Options);
    }

    private List<long> PlacesOf(string name)
    {
        if (!_places.TryGetValue(name, out var places))
        {
            _places.Add(name, places = []);
        }
        return places;
    }

    public void Dispose() => _file.Dispose();
}
