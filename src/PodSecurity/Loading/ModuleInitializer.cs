using System.Management.Automation;
using System.Runtime.Loader;

namespace PodSecurity.Loading;

/// <summary>
/// Connects the module to its load context. PowerShell makes a new instance for each event, so there is no instance state; every
/// import in every runspace adds the handler once and every removal takes one away.
/// </summary>
public sealed class ModuleInitializer : IModuleAssemblyInitializer, IModuleAssemblyCleanup
{
    public void OnImport() => AssemblyLoadContext.Default.Resolving += ClusterLoadContext.ResolveEntryAssembly;

    public void OnRemove(PSModuleInfo psModuleInfo) => AssemblyLoadContext.Default.Resolving -= ClusterLoadContext.ResolveEntryAssembly;
}
