using System.Collections.Concurrent;
using System.Net;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Server.Kestrel.Https;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace PodSecurity.Testing;

/// <summary>One request as it arrived.</summary>
/// <param name="Path">With the query, undecoded.</param>
public sealed record FakeRequest(string Method, string Path, IReadOnlyDictionary<string, string[]> Headers, string Body)
{
    public string? Header(string name) => Headers.TryGetValue(name, out var values) ? string.Join(", ", values) : null;
}

/// <summary>Writes an answer.</summary>
public delegate Task FakeAnswer(HttpContext context, FakeRequest request);

/// <summary>
/// A server on loopback that gives scripted answers and remembers what it was asked. What is not scripted is answered as the API server
/// answers an unknown path: 404.
/// </summary>
public sealed class FakeApiServer : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly ConcurrentDictionary<(string Method, string Path), Script> _scripts = new();
    private readonly ConcurrentQueue<FakeRequest> _requests = new();
    private readonly CancellationTokenSource _stopping = new();

    private FakeApiServer(WebApplication app) => _app = app;

    public Uri Address { get; private set; } = null!;

    /// <summary>In the order of arrival.</summary>
    public IReadOnlyList<FakeRequest> Requests => [.. _requests];

    public IEnumerable<FakeRequest> Writes => Requests.Where(request => request.Method != "GET");

    /// <param name="certificate">Speaks https with it; null: http.</param>
    public static async Task<FakeApiServer> StartAsync(X509Certificate2? certificate = null)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseKestrelHttpsConfiguration();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0, listen =>
        {
            if (certificate is not null)
            {
                listen.UseHttps(certificate, https =>
                {
                    https.ClientCertificateMode = ClientCertificateMode.AllowCertificate;
                    https.AllowAnyClientCertificate();
                });
            }
        }));
        var app = builder.Build();
        var server = new FakeApiServer(app);
        app.Run(server.AnswerAsync);
        await app.StartAsync();
        server.Address = new(app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single());
        return server;
    }

    /// <summary>Scripts a path, given without its query. Several answers are used one after the other; the last one stays.</summary>
    public FakeApiServer On(string method, string path, params FakeAnswer[] answers)
    {
        _scripts[(method, path)] = new(answers);
        return this;
    }

    public FakeApiServer OnGet(string path, params FakeAnswer[] answers) => On("GET", path, answers);

    /// <summary>A kubeconfig with one context, <c>fake</c>, for this server.</summary>
    /// <param name="user">The user's fields as a JSON object.</param>
    public string KubeConfig(string user = "{}", X509Certificate2? authority = null, string cluster = "") => $$"""
        apiVersion: v1
        kind: Config
        current-context: fake
        clusters:
        - name: fake
          cluster: {server: "{{Address}}"{{(authority is null ? "" : $", certificate-authority-data: {Base64(authority.ExportCertificatePem())}")}}{{cluster}}}
        users:
        - name: tester
          user: {{user}}
        contexts:
        - name: fake
          context: {cluster: fake, user: tester, namespace: team-a}
        """;

    /// <summary>From here on connections are refused.</summary>
    public async Task StopAsync()
    {
        await _stopping.CancelAsync();
        await _app.StopAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        await _app.DisposeAsync();
        _stopping.Dispose();
    }

    public static string Base64(string text) => Convert.ToBase64String(Encoding.UTF8.GetBytes(text));

    private async Task AnswerAsync(HttpContext context)
    {
        using var body = new StreamReader(context.Request.Body);
        var path = context.Features.Get<IHttpRequestFeature>()!.RawTarget;
        var headers = context.Request.Headers.ToDictionary(
            header => header.Key, header => header.Value.OfType<string>().ToArray(), StringComparer.OrdinalIgnoreCase);
        var request = new FakeRequest(context.Request.Method, path, headers, await body.ReadToEndAsync(_stopping.Token));
        _requests.Enqueue(request);

        var answer = _scripts.TryGetValue((request.Method, path.Split('?')[0]), out var script) ? script.Next() : FakeAnswers.NotServed;
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, _stopping.Token);
        context.RequestAborted = ended.Token;
        try
        {
            await answer(context, request);
        }
        catch (OperationCanceledException)
        {
            // The client is gone, or the test is over.
        }
    }

    private sealed class Script(FakeAnswer[] answers)
    {
        private int _used = -1;

        public FakeAnswer Next() => answers[Math.Min(Interlocked.Increment(ref _used), answers.Length - 1)];
    }
}
