using System.Net.Sockets;
using System.Security.Authentication;
using PodSecurity.Cluster;
using PodSecurity.Kubernetes.Targets;

namespace PodSecurity.Kubernetes.Http;

/// <summary>
/// The one place where failures become <see cref="ClusterException"/>: what could not be done, where, why, and what to do. Inner
/// exceptions are kept; none of them holds a credential.
/// </summary>
internal sealed class ApiErrors(ClusterTarget target)
{
    private const string CheckAddress = "Check that the server's address is that of an API server and not of a proxy or login page";

    /// <summary>Runs a request; failures of the connection become cluster errors, cancellation stays what it is.</summary>
    public async Task<ApiResponse> TranslateAsync(ApiRequest request, Func<Task<ApiResponse>> send)
    {
        try
        {
            return await send().ConfigureAwait(false);
        }
        catch (HttpRequestException failed)
        {
            throw NoConnection(request, failed);
        }
        catch (AnswerTooLongException endless)
        {
            throw Create(ClusterFailure.Protocol, request, $"{endless.Message}. {CheckAddress}", endless);
        }
        catch (IOException cut)
        {
            throw Create(ClusterFailure.Connection, request, "the connection was cut in the middle of the answer. Try again", cut);
        }
    }

    public ClusterException TimedOut(ApiRequest request, TimeSpan limit) => Create(
        ClusterFailure.Timeout, request,
            $"no answer within {limit.TotalSeconds:0.###} s. Check the server's address and the network, or give more time with "
            + "-RequestTimeout");

    /// <summary>An answer without success.</summary>
    public ClusterException FromAnswer(ApiRequest request, ApiResponse response)
    {
        var status = (int)response.Status;
        if (ServerStatus.Parse(response.Body) is not { } said)
        {
            return WithoutStatus(request, response, status);
        }

        var failure = Classify(status, said.Reason);
        var words = said.Message ?? said.Reason ?? $"HTTP {status}";
        var advice = Advice(failure, status, words);
        return new(failure, $"{Cannot(request)}: {words.TrimEnd('.')}.{(advice is null ? "" : $" {advice}.")}")
        {
            StatusCode = status,
            Reason = said.Reason,
            ServerMessage = said.Message,
        };
    }

    /// <summary>An answer that does not come from a Kubernetes API, or is broken.</summary>
    public ClusterException NotKubernetes(ApiRequest request, ApiResponse response)
    {
        var type = response.MediaType is { } media ? $" ({media})" : "";
        return new(ClusterFailure.Protocol, $"{Cannot(request)}: the answer{type} is not what the Kubernetes API says. {CheckAddress}.")
        {
            StatusCode = (int)response.Status,
        };
    }

    private ClusterException WithoutStatus(ApiRequest request, ApiResponse response, int status)
    {
        var failure = Classify(status, reason: null);
        // Whoever does not speak as an API server knows nothing of objects: its 404 does not mean that one is missing.
        return failure is ClusterFailure.Protocol or ClusterFailure.Invalid or ClusterFailure.Conflict or ClusterFailure.NotFound
            ? NotKubernetes(request, response)
            : new(failure,
                $"{Cannot(request)}: the server answered {status}. "
                + $"{Advice(failure, status, "") ?? "Check that the server's address is that of an API server"}.") { StatusCode = status };
    }

    private static ClusterFailure Classify(int status, string? reason) => status switch
    {
        401 => ClusterFailure.Authentication,
        403 => ClusterFailure.Forbidden,
        404 => ClusterFailure.NotFound,
        409 when reason == "AlreadyExists" => ClusterFailure.AlreadyExists,
        409 or 412 => ClusterFailure.Conflict,
        429 => ClusterFailure.TooManyRequests,
        400 or 405 or 413 or 422 => ClusterFailure.Invalid,
        410 or >= 500 => ClusterFailure.ServerError,
        _ => ClusterFailure.Protocol,
    };

    private string? Advice(ClusterFailure failure, int status, string words) => failure switch
    {
        ClusterFailure.Authentication =>
            $"The server does not accept the credential of {target.CredentialOwner}. Log in again or correct the kubeconfig",
        // RBAC says "cannot"; admission explains itself.
        ClusterFailure.Forbidden when words.Contains(" cannot ", StringComparison.Ordinal) =>
            "Ask for the permission, or use another -Context or -As",
        ClusterFailure.Conflict => "Somebody changed it meanwhile: read it again and repeat the change",
        ClusterFailure.TooManyRequests => "The server is overloaded and stayed so over several attempts. Try again later",
        ClusterFailure.ServerError when status == 410 => "The list grew too old while it was read. Try again",
        ClusterFailure.ServerError => "The fault is on the server. Try again later, or look into its log",
        _ => null,
    };

    private ClusterException NoConnection(ApiRequest request, HttpRequestException failed) => failed switch
    {
        { HttpRequestError: HttpRequestError.NameResolutionError } when target.Proxy is { } proxy =>
            Create(ClusterFailure.Connection, request,
                $"the proxy {proxy.Host} is not known. Check proxy-url in the kubeconfig, or HTTPS_PROXY", failed),
        { HttpRequestError: HttpRequestError.NameResolutionError } =>
            Create(ClusterFailure.Connection, request,
                $"the host {target.Server.Host} is not known. Check the server's address, DNS and VPN", failed),
        { InnerException: ServerCertificateException certificate } =>
            Create(ClusterFailure.Connection, request, $"the server is not trusted: {certificate.Message}", failed),
        { HttpRequestError: HttpRequestError.SecureConnectionError } or { InnerException: AuthenticationException } =>
            Create(ClusterFailure.Connection, request, $"no secure connection (TLS) could be made{Way}: {TlsTrouble.Describe(failed)}",
                failed),
        { HttpRequestError: HttpRequestError.ResponseEnded } =>
            Create(ClusterFailure.Connection, request, "the server cut the connection before it answered. Try again", failed),
        { HttpRequestError: HttpRequestError.InvalidResponse } =>
            Create(ClusterFailure.Protocol, request, "the answer is not HTTP. Check the server's address and port", failed),
        { HttpRequestError: HttpRequestError.ConfigurationLimitExceeded } =>
            Create(ClusterFailure.Protocol, request, $"the head of the answer is longer than 64 KiB. {CheckAddress}", failed),
        { HttpRequestError: HttpRequestError.ProxyTunnelError } =>
            // Its message may quote the proxy's address, and that a password.
            Create(ClusterFailure.Connection, request,
                "the proxy refused the connection. Check proxy-url in the kubeconfig, or HTTPS_PROXY"),
        _ => Create(
            ClusterFailure.Connection, request, $"no connection{Way}: {Innermost(failed)}. Check the server's address, the network and VPN",
                failed),
    };

    private string Way => target.Proxy is { } proxy ? $" through the proxy {proxy.Host}:{proxy.Port}" : "";

    private static string Innermost(Exception failed) => failed.GetBaseException() switch
    {
        SocketException { SocketErrorCode: SocketError.ConnectionRefused } => "connection refused",
        SocketException { SocketErrorCode: SocketError.ConnectionReset } => "the server cut the connection",
        var cause => cause.Message.TrimEnd('.'),
    };

    private ClusterException Create(ClusterFailure failure, ApiRequest request, string why, Exception? inner = null) =>
        new(failure, $"{Cannot(request)}: {why}.", inner) { IsNeverSent = inner is HttpRequestException failed && IsBeforeConnection(
            failed) };

    private static bool IsBeforeConnection(HttpRequestException failed) => failed.HttpRequestError is
        HttpRequestError.NameResolutionError or HttpRequestError.ConnectionError or HttpRequestError.SecureConnectionError;

    private string Cannot(ApiRequest request) => $"Cannot {request.Action} on {target.Identity}";
}
