using System.Net;
using Polly;
using Polly.Retry;
using PodSecurity.Cluster;

namespace PodSecurity.Kubernetes.Http;

/// <summary>
/// When a request is sent again, and after which pause. Reads: when the server is busy or restarting, or the connection failed.
/// Writes: only when the server certainly did not begin with them.
/// </summary>
internal sealed class ApiRetries
{
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(10);
    private readonly ResiliencePipeline<ApiResponse> _reads;
    private readonly ResiliencePipeline<ApiResponse> _writes;

    /// <param name="firstPause">Doubles with each attempt, with jitter; a Retry-After of the server goes before.</param>
    public ApiRetries(IClusterLog log, TimeSpan? firstPause = null)
    {
        var pause = firstPause ?? TimeSpan.FromMilliseconds(200);
        _reads = Build(MayRepeatRead, pause, log);
        _writes = Build(MayRepeatWrite, pause, log);
    }

    public async Task<ApiResponse> RunAsync(
        ApiRequest request, Func<CancellationToken, ValueTask<ApiResponse>> attempt, CancellationToken cancellationToken) =>
        await (request.IsRead ? _reads : _writes).ExecuteAsync(attempt, cancellationToken).ConfigureAwait(false);

    private static ResiliencePipeline<ApiResponse> Build(Func<Outcome<ApiResponse>, bool> mayRepeat, TimeSpan pause, IClusterLog log) =>
        new ResiliencePipelineBuilder<ApiResponse>().AddRetry(new RetryStrategyOptions<ApiResponse>
        {
            MaxRetryAttempts = 3,
            BackoffType = DelayBackoffType.Exponential,
            UseJitter = true,
            Delay = pause,
            ShouldHandle = args => ValueTask.FromResult(mayRepeat(args.Outcome)),
            DelayGenerator = args => ValueTask.FromResult(RequestedPause(args.Outcome.Result)),
            OnRetry = args =>
            {
                log.Verbose(
                    $"{Describe(args.Outcome)}; trying again in {args.RetryDelay.TotalSeconds:0.0} s ({args.AttemptNumber + 1} of 3).");
                return ValueTask.CompletedTask;
            },
        }).Build();

    private static bool MayRepeatRead(Outcome<ApiResponse> outcome) => outcome switch
    {
        { Result.Status: HttpStatusCode.TooManyRequests or HttpStatusCode.BadGateway or HttpStatusCode.ServiceUnavailable
            or HttpStatusCode.GatewayTimeout } => true,
        { Exception: HttpIOException { HttpRequestError: HttpRequestError.ResponseEnded } } => true,
        { Exception: IOException and not HttpIOException } => true,
        { Exception: HttpRequestException { HttpRequestError: HttpRequestError.ConnectionError or HttpRequestError.ResponseEnded
            or HttpRequestError.Unknown } } => true,
        _ => false,
    };

    private static bool MayRepeatWrite(Outcome<ApiResponse> outcome) => outcome switch
    {
        { Result.Status: HttpStatusCode.TooManyRequests } => true,
        { Exception: HttpRequestException { HttpRequestError: HttpRequestError.ConnectionError } } => true,
        _ => false,
    };

    /// <summary>What the server asks for, within reason; null: the usual pause.</summary>
    private static TimeSpan? RequestedPause(ApiResponse? response)
    {
        var asked = response?.RetryAfter switch
        {
            { Delta: { } delta } => delta,
            { Date: { } date } => date - DateTimeOffset.UtcNow,
            _ => (TimeSpan?)null,
        };
        return asked is { } pause ? TimeSpan.FromTicks(Math.Clamp(pause.Ticks, 0, LongestPause.Ticks)) : null;
    }

    private static string Describe(Outcome<ApiResponse> outcome) => outcome.Result is { } response
        ? $"The server answered {(int)response.Status}"
        : $"The connection failed ({outcome.Exception?.GetBaseException().Message})";
}
