using System.Collections;
using System.Management.Automation;
using System.Management.Automation.Language;

namespace PodSecurity.Completion;

/// <summary>Completes names of namespaces from the cluster that is bound so far.</summary>
public sealed class NamespaceCompleter : IArgumentCompleter
{
    public IEnumerable<CompletionResult> CompleteArgument(
        string commandName, string parameterName, string wordToComplete, CommandAst commandAst, IDictionary fakeBoundParameters) => [];
}
