namespace PodSecurity.Kubernetes.Http;

/// <summary>
/// The time limit of one request. A limit that the user gave holds for the whole request; the default one only for silence, so
/// that a long answer may take its time. Zero means no limit, as with kubectl.
/// </summary>
internal sealed class RequestDeadline : IDisposable
{
    private static readonly TimeSpan LongestSilence = TimeSpan.FromSeconds(30);
    private readonly CancellationTokenSource _source;
    private readonly bool _restarts;

    public RequestDeadline(TimeSpan? requestTimeout, CancellationToken cancellationToken)
    {
        _restarts = requestTimeout is null;
        Limit = requestTimeout switch
        {
            null => LongestSilence,
            { Ticks: <= 0 } => Timeout.InfiniteTimeSpan,
            { } given => given,
        };
        _source = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        _source.CancelAfter(Limit);
    }

    public TimeSpan Limit { get; }
    public CancellationToken Token => _source.Token;

    public void OnProgress()
    {
        if (_restarts)
        {
            _source.CancelAfter(Limit);
        }
    }

    public void Dispose() => _source.Dispose();
}
