using System.Net.Http.Headers;
using System.Text;
using PodSecurity.Cluster;
using PodSecurity.Kubernetes.Files;

namespace PodSecurity.Kubernetes.Credentials;

/// <summary>What proves to the API server who asks: a header, a client certificate, both, or nothing. Never printed.</summary>
internal sealed class Credential
{
    public static Credential None { get; } = new();

    public AuthenticationHeaderValue? Header { get; init; }
    public ClientCertificate? Certificate { get; init; }

    /// <exception cref="FormatException">No header can carry the token; the message says why and does not quote it.</exception>
    public static AuthenticationHeaderValue Bearer(string token) => token.Any(char.IsControl)
        ? throw new FormatException("the token holds a line break or another control character, which HTTP does not allow")
        : new("Bearer", token);

    public static AuthenticationHeaderValue Basic(string name, string password) =>
        new("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"{name}:{password}")));
}

/// <summary>A client certificate and its key, PEM texts.</summary>
internal sealed class ClientCertificate(string certificate, string key)
{
    public string Certificate => certificate;
    public string Key => key;
}

/// <summary>Where the credential of a connection comes from.</summary>
internal interface ICredentialSource
{
    ValueTask<Credential> GetAsync(CancellationToken cancellationToken);

    /// <summary>Called when the server refuses a credential (401): forgets it, and says whether it is worth asking for another.</summary>
    bool Renew(Credential refused);
}

/// <summary>The same credential for good.</summary>
internal sealed class FixedCredentialSource(Credential credential) : ICredentialSource
{
    public ValueTask<Credential> GetAsync(CancellationToken cancellationToken) => ValueTask.FromResult(credential);

    public bool Renew(Credential refused) => false;
}

/// <summary>A token in a file that somebody renews: read for each request. Until it can be read, the fallback serves.</summary>
internal sealed class TokenFileCredentialSource(string file, Credential? fallback) : ICredentialSource
{
    /// <summary>The most bytes that a token may have; servers take no header of that size.</summary>
    private const int LongestToken = 1024 * 1024;

    public async ValueTask<Credential> GetAsync(CancellationToken cancellationToken)
    {
        try
        {
            // Not on this thread: opening a file of a network that does not answer cannot be ended, only left alone.
            var token = await Task.Run(() => SmallFile.ReadText(file, LongestToken).Trim(), cancellationToken).WaitAsync(
                cancellationToken).ConfigureAwait(false);
            return token.Length > 0
                ? new() { Header = Credential.Bearer(token), Certificate = fallback?.Certificate }
                : throw new FormatException("it is empty");
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException or FormatException)
        {
            return fallback ?? throw new ClusterException(
                ClusterFailure.Authentication, $"The token file {file} cannot be used: {unreadable.Message.TrimEnd('.')}.", unreadable);
        }
    }

    public bool Renew(Credential refused) => false;
}
