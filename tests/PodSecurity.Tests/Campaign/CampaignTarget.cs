using PodSecurity.Cluster;
using PodSecurity.Kubernetes.Credentials;
using PodSecurity.Kubernetes.Targets;

namespace PodSecurity.Tests.Campaign;

/// <summary>A cluster that is only a name: what is sent to it goes to a <see cref="FaultyNetwork"/>.</summary>
internal static class CampaignTarget
{
    public static ClusterTarget Of(string name) => new()
    {
        Identity = new(name, $"https://{name}.test", "team"),
        Server = new($"https://{name}.test/"),
        Credentials = new FixedCredentialSource(Credential.None),
        CredentialOwner = "nobody",
        Impersonation = new(),
    };
}

internal sealed class SilentLog : IClusterLog
{
    public void Verbose(string message)
    {
    }

    public void Debug(string message)
    {
    }

    public void Information(string message)
    {
    }

    public void Warning(string message)
    {
    }
}
