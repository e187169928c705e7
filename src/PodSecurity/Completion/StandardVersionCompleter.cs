using System.Collections;
using System.Globalization;
using System.Management.Automation;
using System.Management.Automation.Language;
using PodSecurity.Standards;

namespace PodSecurity.Completion;

/// <summary>Completes versions of the Pod Security Standards, the newest first.</summary>
public sealed class StandardVersionCompleter : IArgumentCompleter
{
    public IEnumerable<CompletionResult> CompleteArgument(
        string commandName, string parameterName, string wordToComplete, CommandAst commandAst, IDictionary fakeBoundParameters)
    {
        var newest = (int)StandardReview.NewestKnown.Minor;
        var numbered = Enumerable.Range(0, newest + 1).Select(i => string.Create(CultureInfo.InvariantCulture, $"v1.{newest - i}"));
        return Completions.Matching(wordToComplete, numbered.Prepend("latest"));
    }
}
