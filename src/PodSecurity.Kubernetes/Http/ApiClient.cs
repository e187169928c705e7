using System.Net;
using PodSecurity.Cluster;
using PodSecurity.Kubernetes.Credentials;
using PodSecurity.Kubernetes.Targets;

namespace PodSecurity.Kubernetes.Http;

/// <summary>
/// Sends requests to one API server as one user: credentials, retries, time limits. Every failure is a <see cref="ClusterException"/>.
/// </summary>
internal sealed class ApiClient : IDisposable
{
    private readonly ClusterTarget _target;
    private readonly IClusterLog _log;
    private readonly TimeSpan? _requestTimeout;
    private readonly ApiErrors _errors;
    private readonly ApiTransport _transport;
    private readonly SendMessage _send;
    private readonly ApiRetries _retries;

    /// <param name="send">Instead of the network, for tests.</param>
    public ApiClient(ClusterTarget target, TimeSpan? requestTimeout, IClusterLog log, ApiRetries? retries = null, SendMessage? send = null)
    {
        (_target, _requestTimeout, _log) = (target, requestTimeout, log);
        _errors = new(target);
        _transport = new(target);
        _send = send ?? _transport.SendAsync;
        _retries = retries ?? new ApiRetries(log);
    }

    public ClusterTarget Target => _target;

    /// <summary>
    /// The most bytes that are read of one answer. A page has 500 objects, and the server stores none above 1.5 MB: real pages stay far
    /// below.
    /// </summary>
    public int LongestAnswer { get; init; } = 256 * 1024 * 1024;

    /// <summary>The answer to a request; of any status when it is <paramref name="expected"/>, else only success comes back.</summary>
    public async Task<ApiResponse> SendAsync(ApiRequest request, CancellationToken cancellationToken, params HttpStatusCode[] expected)
    {
        var response = await _errors.TranslateAsync(
            request,
            () => _retries.RunAsync(request, token => AttemptAsync(request, token), cancellationToken)).ConfigureAwait(false);
        if (response.IsSuccess || expected.Contains(response.Status))
        {
            return response;
        }

        using (response)
        {
            throw _errors.FromAnswer(request, response);
        }
    }

    public ClusterException Unexpected(ApiRequest request, ApiResponse response) => _errors.NotKubernetes(request, response);

    public void Dispose() => _transport.Dispose();

    /// <summary>A refused credential (401) is renewed and tried again once, when its source can renew it.</summary>
    private async ValueTask<ApiResponse> AttemptAsync(ApiRequest request, CancellationToken cancellationToken)
    {
        var credential = await _target.Credentials.GetAsync(cancellationToken).ConfigureAwait(false);
        var response = await SendOnceAsync(request, credential, cancellationToken).ConfigureAwait(false);
        if (response.Status != HttpStatusCode.Unauthorized || !_target.Credentials.Renew(credential))
        {
            return response;
        }

        response.Dispose();
        _log.Verbose("The server refused the credential (401); getting a new one.");
        credential = await _target.Credentials.GetAsync(cancellationToken).ConfigureAwait(false);
        return await SendOnceAsync(request, credential, cancellationToken).ConfigureAwait(false);
    }

    private async Task<ApiResponse> SendOnceAsync(ApiRequest request, Credential credential, CancellationToken cancellationToken)
    {
        _log.Verbose($"{request.Method} {request.Path} ({_target.Identity})");
        using var deadline = new RequestDeadline(_requestTimeout, cancellationToken);
        var started = System.Diagnostics.Stopwatch.StartNew();
        try
        {
            using var message = CreateMessage(request, credential);
            using var answer = await _send(message, credential.Certificate, deadline.Token).ConfigureAwait(false);
            var response = await ReadAsync(answer, deadline).ConfigureAwait(false);
            ShowWarnings(request, answer);
            _log.Debug($"{request.Method} {request.Path}: {(int)response.Status}, {response.Body.Length} bytes in "
                + $"{started.ElapsedMilliseconds} ms");
            return response;
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw _errors.TimedOut(request, deadline.Limit);
        }
    }

    /// <summary>Answers to reads would warn at every page that an API is deprecated.</summary>
    private void ShowWarnings(ApiRequest request, HttpResponseMessage answer)
    {
        foreach (var warning in request.IsRead ? [] : ServerWarnings.Read(answer.Headers))
        {
            _log.ServerWarning(warning);
        }
    }

    private async Task<ApiResponse> ReadAsync(HttpResponseMessage answer, RequestDeadline deadline)
    {
        var response = new ApiResponse(answer.StatusCode, answer.Headers.RetryAfter, answer.Content.Headers.ContentType?.MediaType);
        try
        {
            var stream = await answer.Content.ReadAsStreamAsync(deadline.Token).ConfigureAwait(false);
            await using (stream.ConfigureAwait(false))
            {
                await response.ReadBodyAsync(stream, LongestAnswer, deadline.OnProgress, deadline.Token).ConfigureAwait(false);
            }
            return response;
        }
        catch
        {
            response.Dispose();
            throw;
        }
    }

    private HttpRequestMessage CreateMessage(ApiRequest request, Credential credential)
    {
        var message = new HttpRequestMessage(request.Method, new Uri(_target.Server, request.Path)) { Content = request.CreateContent() };
        message.Headers.Accept.ParseAdd("application/json");
        message.Headers.Authorization = credential.Header;
        ImpersonationHeaders.Add(message.Headers, _target.Impersonation);
        // The name that the certificate is checked against follows the Host header; API servers do not look at it.
        message.Headers.Host = _target.TlsServerName;
        return message;
    }
}

/// <summary>Sends one message and gives the beginning of its answer.</summary>
internal delegate Task<HttpResponseMessage> SendMessage(
    HttpRequestMessage message, ClientCertificate? certificate, CancellationToken cancellationToken);
