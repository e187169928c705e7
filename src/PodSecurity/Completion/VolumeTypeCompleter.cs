using System.Collections;
using System.Management.Automation;
using System.Management.Automation.Language;
using PodSecurity.Api;

namespace PodSecurity.Completion;

/// <summary>Completes the volume types that policies know.</summary>
public sealed class VolumeTypeCompleter : IArgumentCompleter
{
    public IEnumerable<CompletionResult> CompleteArgument(
        string commandName, string parameterName, string wordToComplete, CommandAst commandAst, IDictionary fakeBoundParameters) =>
        Completions.Matching(wordToComplete, VolumeTypes.All);
}
