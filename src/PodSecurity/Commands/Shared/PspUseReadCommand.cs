using System.Management.Automation;
using PodSecurity.Api;
using PodSecurity.Completion;
using PodSecurity.Errors;
using PodSecurity.Hosting;
using PodSecurity.Inputs;

namespace PodSecurity.Commands.Shared;

/// <summary>What asking about the use of policies has in common: of whom one asks.</summary>
public abstract class PspUseReadCommand : ClusterReadCommand
{
    /// <summary>The user of whom is asked.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(UserCompleter))]
    public string? User { get; set; }

    /// <summary>The groups of the user; alone: somebody who is in these groups.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(GroupCompleter))]
    public string[]? Group { get; set; }

    /// <summary>The service account of whom is asked, as NAMESPACE:NAME, or NAME for one of the namespace in question.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(ServiceAccountCompleter))]
    public string? ServiceAccount { get; set; }

    /// <summary>Whom the parameters name, in the words of bindings.</summary>
    protected IReadOnlyList<RbacSubject> Named(string @namespace) =>
    [
        .. ServiceAccount is { } account && ServiceAccountName.Parse(account, @namespace) is var (home, name)
            ? [RbacSubject.ForServiceAccount(home, name)]
            : Array.Empty<RbacSubject>(),
        .. User is null ? [] : new[] { RbacSubject.ForUser(User) },
        .. (Group ?? []).Select(RbacSubject.ForGroup),
    ];

    /// <summary>The identity that the parameters mean; null when they mean nobody in particular.</summary>
    protected PolicyIdentity? IdentityIn(string @namespace)
    {
        if (ServiceAccount is null)
        {
            return User is null && Group is null ? null : PolicyIdentity.ForUser(User ?? "", Group);
        }

        if (User is not null || Group is not null)
        {
            ThrowTerminatingError(ModuleError.IdentityAmbiguous(ServiceAccount));
        }

        if (ServiceAccountName.Parse(ServiceAccount, @namespace) is not var (home, name))
        {
            ThrowTerminatingError(ModuleError.ServiceAccountInvalid(ServiceAccount));
            return null;
        }

        return PolicyIdentity.ForServiceAccount(home, name);
    }
}
