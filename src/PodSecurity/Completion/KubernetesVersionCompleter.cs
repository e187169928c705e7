using System.Collections;
using System.Management.Automation;
using System.Management.Automation.Language;

namespace PodSecurity.Completion;

/// <summary>Completes the releases of Kubernetes that have PodSecurityPolicies, the newest first.</summary>
public sealed class KubernetesVersionCompleter : IArgumentCompleter
{
    public IEnumerable<CompletionResult> CompleteArgument(
        string commandName, string parameterName, string wordToComplete, CommandAst commandAst, IDictionary fakeBoundParameters) =>
        Completions.Matching(wordToComplete, KubernetesRelease.All.Reverse().Select(release => release.Name));
}
