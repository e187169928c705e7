using System.Reflection;

namespace PodSecurity.Testing;

/// <summary>Where the build left what is tested.</summary>
public static class Repository
{
    public static string Root { get; } = FindRoot();

    public static string Module => Path.Combine(Root, "out", "PodSecurity");

    public static string ModuleManifest => Path.Combine(Module, "PodSecurity.psd1");

    public static string Shell => Path.Combine(
        Root, typeof(Repository).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(
            data => data.Key == "ShellAssembly").Value!);

    private static string FindRoot()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "PodSecurity.slnx")))
        {
            folder = folder.Parent ?? throw new InvalidOperationException("The tests do not run inside the repository.");
        }
        return folder.FullName;
    }
}
