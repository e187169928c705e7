using PodSecurity.Api;
using PodSecurity.Text;

namespace PodSecurity.Access;

/// <summary>The command line that grants the use of a policy.</summary>
public static class GrantCommand
{
    /// <param name="namespace">Where the use is granted; null means everywhere.</param>
    public static string Of(string policy, IEnumerable<RbacSubject> subjects, string? @namespace)
    {
        var named = subjects.ToLookup(subject => subject.Kind);
        var command = CommandLine.Of(
            "Grant-PspUse",
            [
                ("", [policy]),
                ("ServiceAccount", named[RbacKinds.ServiceAccount].Select(account => $"{account.Namespace}:{account.Name}")),
                ("User", named[RbacKinds.User].Select(user => user.Name)),
                ("Group", named[RbacKinds.Group].Select(group => group.Name)),
                ("Namespace", @namespace is null ? [] : [@namespace]),
            ]);
        return @namespace is null ? $"{command} -ClusterWide" : command;
    }
}
