using System.Collections;
using System.Management.Automation;
using System.Management.Automation.Language;
using PodSecurity.Kubernetes.KubeConfig;

namespace PodSecurity.Completion;

/// <summary>Completes -Context from the kubeconfig; reads files, asks no cluster.</summary>
public sealed class ContextCompleter : IArgumentCompleter
{
    public IEnumerable<CompletionResult> CompleteArgument(
        string commandName, string parameterName, string wordToComplete, CommandAst commandAst, IDictionary fakeBoundParameters) =>
        TypedConnection.Read(fakeBoundParameters) is { } typed
            ? Completions.Matching(wordToComplete, KubeConfigReader.ContextNames(typed.KubeConfig, typed.WorkingFolder, Completions.Limit))
            : [];
}
