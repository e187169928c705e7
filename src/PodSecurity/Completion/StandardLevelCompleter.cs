using System.Collections;
using System.Management.Automation;
using System.Management.Automation.Language;
using PodSecurity.Api;

namespace PodSecurity.Completion;

/// <summary>Completes the levels of the Pod Security Standards.</summary>
public sealed class StandardLevelCompleter : IArgumentCompleter
{
    public IEnumerable<CompletionResult> CompleteArgument(
        string commandName, string parameterName, string wordToComplete, CommandAst commandAst, IDictionary fakeBoundParameters) =>
        Completions.Matching(wordToComplete, LevelName.All);
}
