using PodSecurity.Cluster;

namespace PodSecurity.Hosting;

/// <summary>Shows what a gateway does in the streams of the command that uses it.</summary>
internal sealed class CommandLog(PodSecurityCommand command) : IClusterLog
{
    public void Verbose(string message) => command.OnPipelineThread(() => command.WriteVerbose(message));

    public void Debug(string message) => command.OnPipelineThread(() => command.WriteDebug(message));

    public void Warning(string message) => command.OnPipelineThread(() => command.WriteWarning(message));
}
