using System.Net;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace PodSecurity.Cluster.Tests.Change;

/// <summary>What becomes of a write request on its way to the server.</summary>
public enum ProxyFault
{
    None,
    CutBefore,
    CutAfter,
    ErrorBefore,
    ErrorAfter,
    Conflict,

    /// <summary>The client dies before the request reaches the server.</summary>
    KillBefore,

    /// <summary>The client dies when the server has done what it was asked.</summary>
    KillAfter,
}

/// <summary>Stands between a client and the real API server, and lets chosen write requests go wrong.</summary>
internal sealed partial class FaultProxy : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly HttpClient _upstream;
    private int _writes;

    private FaultProxy(WebApplication app, string kubeConfig, string server)
    {
        var authority = Convert.FromBase64String(Authority().Match(kubeConfig).Groups["data"].Value);
        var trust = new X509ChainPolicy { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck };
        trust.CustomTrustStore.ImportFromPem(Encoding.UTF8.GetString(authority));
        _app = app;
        _upstream = new(new SocketsHttpHandler { SslOptions = new() { CertificateChainPolicy = trust } }) { BaseAddress = new(server) };
    }

    /// <summary>Decides about each write request, given its number from 0.</summary>
    public Func<int, ProxyFault> Fault { get; private set; } = _ => ProxyFault.None;

    /// <summary>Ends the client.</summary>
    public Action Kill { get; set; } = () => { };

    /// <summary>The text of a kubeconfig that leads here.</summary>
    public string KubeConfig { get; private set; } = "";

    public static async Task<FaultProxy> StartAsync(string kubeConfig, string server)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseKestrelHttpsConfiguration();
        var certificates = new TestCertificates();
        builder.WebHost.ConfigureKestrel(
            kestrel => kestrel.Listen(IPAddress.Loopback, 0, listen => listen.UseHttps(certificates.Server("127.0.0.1"))));
        var app = builder.Build();
        var proxy = new FaultProxy(app, kubeConfig, server);
        app.Run(proxy.AnswerAsync);
        await app.StartAsync();
        var address = app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single();
        var authority = Convert.ToBase64String(Encoding.UTF8.GetBytes(certificates.Authority.ExportCertificatePem()));
        proxy.KubeConfig = Authority().Replace(kubeConfig.Replace(server.TrimEnd('/'), address, StringComparison.Ordinal), match =>
            match.Value.Replace(match.Groups["data"].Value, authority, StringComparison.Ordinal));
        return proxy;
    }

    public void Plan(Func<int, ProxyFault> fault) => (Fault, _writes) = (fault, 0);

    public async ValueTask DisposeAsync()
    {
        await _app.DisposeAsync();
        _upstream.Dispose();
    }

    private async Task AnswerAsync(HttpContext context)
    {
        var fault = HttpMethods.IsGet(context.Request.Method) ? ProxyFault.None : Fault(_writes++);
        switch (fault)
        {
            case ProxyFault.KillBefore:
                Kill();
                context.Abort();
                return;
            case ProxyFault.CutBefore:
                context.Abort();
                return;
            case ProxyFault.ErrorBefore:
                await RefuseAsync(context, HttpStatusCode.InternalServerError, "InternalError");
                return;
            case ProxyFault.Conflict:
                await RefuseAsync(context, HttpStatusCode.Conflict, "Conflict");
                return;
        }
        using var answer = await _upstream.SendAsync(await CopyAsync(context.Request));
        switch (fault)
        {
            case ProxyFault.KillAfter:
                Kill();
                context.Abort();
                return;
            case ProxyFault.CutAfter:
                context.Abort();
                return;
            case ProxyFault.ErrorAfter:
                await RefuseAsync(context, HttpStatusCode.InternalServerError, "InternalError");
                return;
        }
        context.Response.StatusCode = (int)answer.StatusCode;
        context.Response.ContentType = answer.Content.Headers.ContentType?.ToString();
        await answer.Content.CopyToAsync(context.Response.Body);
    }

    private static async Task<HttpRequestMessage> CopyAsync(HttpRequest request)
    {
        var copy = new HttpRequestMessage(
            new(request.Method), new Uri($"{request.Path.ToUriComponent()}{request.QueryString}", UriKind.Relative));
        copy.Headers.TryAddWithoutValidation("Authorization", (string?)request.Headers.Authorization);
        copy.Headers.TryAddWithoutValidation("Accept", "application/json");
        using var body = new MemoryStream();
        await request.Body.CopyToAsync(body);
        if (body.Length > 0)
        {
            copy.Content = new ByteArrayContent(body.ToArray());
            copy.Content.Headers.TryAddWithoutValidation("Content-Type", request.ContentType);
        }
        return copy;
    }

    private static Task RefuseAsync(HttpContext context, HttpStatusCode status, string reason)
    {
        context.Response.StatusCode = (int)status;
        return context.Response.WriteAsJsonAsync(new
        {
            kind = "Status",
            apiVersion = "v1",
            status = "Failure",
            message = "The proxy lets this go wrong.",
            reason,
            code = (int)status,
        });
    }

    [GeneratedRegex(@"^\s*certificate-authority-data: *(?<data>\S+)\s*\n", RegexOptions.Multiline)]
    private static partial Regex Authority();
}
