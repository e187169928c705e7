using PodSecurity.Cluster;
using PodSecurity.Loading;

namespace PodSecurity.Hosting;

/// <summary>Shows what a gateway does in the streams of the command that uses it. Made on the pipeline thread.</summary>
internal sealed class CommandLog(PodSecurityCommand command) : IClusterLog
{
    private readonly ISet<string> _warnings = ModuleSession.Current.Warnings;

    public void Verbose(string message) => command.OnPipelineThread(() => command.WriteVerbose(message));

    public void Debug(string message) => command.OnPipelineThread(() => command.WriteDebug(message));

    public void Information(string message) => command.OnPipelineThread(() => command.WriteToUser(message));

    public void ServerWarning(string message) => command.OnPipelineThread(() => command.WriteWarning(message));

    public void Warning(string message) => command.OnPipelineThread(() =>
    {
        if (_warnings.Contains(message))
        {
            command.WriteVerbose(message);
            return;
        }
        command.WriteWarning(message);
        // Afterwards: with -WarningAction Stop it was not only said, and will stop the next command too.
        _warnings.Add(message);
    });
}
