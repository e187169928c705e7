using System.Management.Automation;
using System.Text.Json;
using PodSecurity.Api;
using PodSecurity.Api.Decoding;
using PodSecurity.Change;
using PodSecurity.Cluster;
using PodSecurity.Completion;
using PodSecurity.Errors;
using PodSecurity.Hosting;
using PodSecurity.Inputs;

namespace PodSecurity.Commands.Shared;

/// <summary>What granting and revoking the use of policies have in common: which policies, for whom, and where.</summary>
public abstract class PspUseChangeCommand : ClusterChangeCommand
{
    /// <summary>The names of the policies.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipelineByPropertyName = true)]
    [Alias("Name")]
    [ArgumentCompleter(typeof(PolicyNameCompleter))]
    public string[] Policy { get; set; } = [];

    /// <summary>Service accounts as NAMESPACE:NAME, or NAME for one of the namespace where the use is meant.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(ServiceAccountCompleter))]
    public string[]? ServiceAccount { get; set; }

    /// <summary>Names of users.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(UserCompleter))]
    public string[]? User { get; set; }

    /// <summary>Names of groups.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(GroupCompleter))]
    public string[]? Group { get; set; }

    /// <summary>The namespace where the use is meant; default: the service account's own, for users and groups the context's.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [Alias("Ns")]
    [ArgumentCompleter(typeof(NamespaceCompleter))]
    public string? Namespace { get; set; }

    /// <summary>The use in all namespaces, whatever namespace an object in the pipeline names.</summary>
    [Parameter]
    public SwitchParameter ClusterWide { get; set; }

    /// <summary>Also changes roles and bindings that this module did not make.</summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    // Not two parameter sets: objects in the pipeline have a Namespace, and -ClusterWide is still to be possible for them.
    protected override Task BeginProcessingAsync()
    {
        if (ClusterWide && Namespace is not null)
        {
            ThrowTerminatingError(ModuleError.ScopeAmbiguous(Namespace));
        }
        return Task.CompletedTask;
    }

    protected override async Task ProcessRecordAsync()
    {
        var gateway = await GatewayAsync();
        foreach (var use in Uses(gateway.Identity.DefaultNamespace))
        {
            try
            {
                await ChangeAsync(gateway, use);
            }
            catch (ClusterException e)
            {
                WriteFailure(e, use.Policy);
            }
        }
    }

    /// <summary>Whether the parameters leave a namespace to be taken from the context.</summary>
    protected bool NeedsContext =>
        !ClusterWide && Namespace is null && Subjects("").Any(subject => subject.HomeNamespace is not { Length: > 0 });

    /// <summary>The uses that the parameters mean.</summary>
    protected virtual IEnumerable<UseGrant> Uses(string contextNamespace)
    {
        var subjects = Subjects(ClusterWide ? null : Namespace ?? contextNamespace).ToList();
        if (subjects.Count == 0)
        {
            ThrowTerminatingError(ModuleError.SubjectMissing(Policy));
        }
        foreach (var warning in subjects.Select(subject => ModuleWarning.OtherNamespace(subject, Namespace)).OfType<string>())
        {
            WriteWarning(warning);
        }
        return UseGrant.Merge(
            from policy in Policy
            from place in subjects.GroupBy(subject => ClusterWide ? null : Namespace ?? subject.HomeNamespace ?? contextNamespace)
            select new UseGrant(policy, place.Key, [.. place]));
    }

    /// <summary>Whether what the use is of and where it holds can be named so at all.</summary>
    /// <exception cref="ClusterException">NameInvalid.</exception>
    protected static void CheckNames(UseGrant use)
    {
        ObjectNames.CheckWritable(ResourceTypes.PodSecurityPolicies, null, use.Policy);
        ObjectNames.CheckWritable(use.RoleType, use.Namespace, use.ObjectName);
    }

    /// <summary>Brings one use to what the command is for.</summary>
    protected abstract Task ChangeAsync(IClusterGateway gateway, UseGrant use);

    protected override string Describe(ObjectChange change) => change.After?["subjects"] is null
        ? base.Describe(change)
        : $"{base.Describe(change)}, so that it names "
            + $"{string.Join(", ", change.After.Deserialize(KubernetesJson.Default.RbacBinding)!.Subjects!)}";

    private IEnumerable<RbacSubject> Subjects(string? @namespace)
    {
        foreach (var name in Named(ServiceAccount))
        {
            if (ServiceAccountName.Parse(name, @namespace) is not var (home, account))
            {
                ThrowTerminatingError(ModuleError.ServiceAccountInvalid(name));
                yield break;
            }

            yield return RbacSubject.ForServiceAccount(home, account);
        }

        foreach (var name in Named(User))
        {
            yield return RbacSubject.ForUser(name);
        }

        foreach (var name in Named(Group))
        {
            yield return RbacSubject.ForGroup(name);
        }
    }

    /// <remarks>A column of a CSV file that is empty names nobody, and no binding can.</remarks>
    private static IEnumerable<string> Named(string[]? names) => (names ?? []).Where(name => !string.IsNullOrEmpty(name));
}
