using System.Reflection;
using System.Runtime.Loader;
using PodSecurity.Kubernetes.Serialization;
using PodSecurity.Manifests;

namespace PodSecurity.Kubernetes.Tests.Serialization;

/// <summary>What reading costs at the start: only what the input needs is loaded.</summary>
public sealed class LoadedAssembliesTests
{
    [Theory]
    [InlineData("""{"apiVersion":"v1","kind":"List","items":[{"kind":"Pod"},{"kind":"Pod"}]}""", 2, "")]
    [InlineData("kind: Pod\n---\nkind: Pod", 2, "YamlDotNet")]
    public void Reading_loads_only_what_it_needs(string text, int documents, string thirdParty)
    {
        var context = new Recording();
        var reader = context.LoadFromAssemblyPath(typeof(ManifestReader).Assembly.Location).GetType(typeof(ManifestReader).FullName!)!;

        Action<ManifestException> bad = ManifestReader.Throw;
        var items = (System.Collections.IEnumerable)reader.GetMethod(nameof(ManifestReader.ReadText))!.Invoke(
            null, [text, "in", bad, CancellationToken.None])!;

        Assert.Equal(documents, items.Cast<object>().Count());
        Assert.Equal(thirdParty, string.Join(' ', context.Asked.Where(name => name is "YamlDotNet" or "KubernetesClient")));
        context.Unload();
    }

    /// <summary>Takes its assemblies from the tests' own context and remembers their names.</summary>
    private sealed class Recording() : AssemblyLoadContext("recording", isCollectible: true)
    {
        public List<string> Asked { get; } = [];

        protected override Assembly? Load(AssemblyName assemblyName)
        {
            Asked.Add(assemblyName.Name!);
            return null;
        }
    }
}
