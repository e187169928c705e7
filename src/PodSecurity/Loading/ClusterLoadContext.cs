using System.Reflection;
using System.Runtime.Loader;

namespace PodSecurity.Loading;

/// <summary>
/// The load context of PodSecurity.Kubernetes and of every third-party assembly: whatever versions of them other modules bring, ours
/// stay apart. It reads the <c>lib</c> folder beside this assembly; all else comes from the default context.
/// </summary>
internal sealed class ClusterLoadContext : AssemblyLoadContext
{
    private const string EntryAssembly = "PodSecurity.Kubernetes";

    // One for the process, made on first use: types of two contexts would not be the same types.
    private static readonly Lazy<ClusterLoadContext> Instance = new(() => new());

    private readonly string _folder = Path.Combine(Path.GetDirectoryName(typeof(ClusterLoadContext).Assembly.Location)!, "lib");

    private ClusterLoadContext() : base("PodSecurity")
    {
    }

    /// <summary>Answers the default context, which asks when the first command needs the entry assembly.</summary>
    public static Assembly? ResolveEntryAssembly(AssemblyLoadContext context, AssemblyName name) =>
        name.Name == EntryAssembly ? Instance.Value.LoadFromAssemblyName(name) : null;

    protected override Assembly? Load(AssemblyName assemblyName)
    {
        var path = Path.Combine(_folder, $"{assemblyName.Name}.dll");
        return File.Exists(path) ? LoadFromAssemblyPath(path) : null;
    }
}
