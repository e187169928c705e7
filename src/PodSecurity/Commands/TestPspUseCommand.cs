using System.Management.Automation;
using PodSecurity.Access;
using PodSecurity.Api;
using PodSecurity.Cluster;
using PodSecurity.Commands.Shared;
using PodSecurity.Completion;
using PodSecurity.Errors;

namespace PodSecurity.Commands;

/// <summary>Asks whether somebody may use policies: the server's authorizer, or the RBAC objects of a snapshot.</summary>
[Cmdlet(VerbsDiagnostic.Test, "PspUse", DefaultParameterSetName = NamespaceSet)]
[OutputType(typeof(PspUseTestResult))]
public sealed class TestPspUseCommand : PspUseReadCommand
{
    private const string NamespaceSet = "Namespace";
    private const string ClusterWideSet = "ClusterWide";

    /// <summary>The names of the policies.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipelineByPropertyName = true)]
    [Alias("Name")]
    [ArgumentCompleter(typeof(PolicyNameCompleter))]
    public string[] Policy { get; set; } = [];

    /// <summary>The namespace of the pods; default: the service account's own, else the context's.</summary>
    [Parameter(ParameterSetName = NamespaceSet)]
    [Alias("Ns")]
    [ArgumentCompleter(typeof(NamespaceCompleter))]
    public string? Namespace { get; set; }

    /// <summary>Asks about the use in all namespaces.</summary>
    [Parameter(Mandatory = true, ParameterSetName = ClusterWideSet)]
    public SwitchParameter ClusterWide { get; set; }

    protected override async Task ProcessRecordAsync()
    {
        var gateway = await GatewayAsync();
        var named = Named(Namespace ?? gateway.Identity.DefaultNamespace);
        var @namespace = ClusterWide ? null : Namespace ?? HomeOf(named) ?? gateway.Identity.DefaultNamespace;
        foreach (var warning in named.Select(subject => ModuleWarning.OtherNamespace(subject, Namespace)).OfType<string>())
        {
            WriteWarning(warning);
        }
        var identity = IdentityIn(@namespace ?? gateway.Identity.DefaultNamespace);
        foreach (var policy in Policy)
        {
            try
            {
                var answer = await AskAsync(gateway, identity, @namespace, policy);
                WriteObject(
                    new PspUseTestResult(policy, NameOf(identity) ?? gateway.Identity.User, @namespace, answer.Allowed, answer.Reason)
                {
                    Cluster = gateway.Identity.Name,
                });
            }
            catch (ClusterException e)
            {
                WriteFailure(e, policy);
            }
        }
    }

    // Pods that run as a service account are in its namespace.
    private static string? HomeOf(IEnumerable<RbacSubject> named) =>
        named.Select(subject => subject.HomeNamespace).OfType<string>().FirstOrDefault();

    /// <remarks>As PSP admission: in one API group, and if that does not allow it in the other.</remarks>
    private async Task<AccessAnswer> AskAsync(IClusterGateway gateway, PolicyIdentity? identity, string? @namespace, string policy)
    {
        AccessAnswer? first = null;
        foreach (var group in PolicyUseRequest.ApiGroups)
        {
            var question = new AccessQuestion(
                identity?.User ?? "", identity?.Groups ?? [], PolicyUseRequest.Verb, group, PolicyUseRequest.Resource, policy, @namespace);
            var answer = await gateway.ReviewAccessAsync(question, StopToken);
            if (answer.Allowed)
            {
                return answer;
            }

            first ??= answer;
        }

        return first!;
    }

    private static string? NameOf(PolicyIdentity? identity) =>
        identity is null ? null : identity.User.Length > 0 ? identity.User : string.Join(", ", identity.Groups);
}
