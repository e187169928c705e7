using System.Diagnostics;
using System.Management.Automation;
using System.Reflection;
using System.Reflection.Emit;

namespace PodSecurity.Package.Tests;

/// <summary>Importing the staged module, as often and in whatever company users do.</summary>
public sealed class ImportTests
{
    private const string Loaded = "[AppDomain]::CurrentDomain.GetAssemblies() | ForEach-Object { $_.GetName().Name }";
    private const string ReadYaml = "(ConvertFrom-PspYaml (New-RestrictivePsp web -AsYaml)).Name";

    [Fact]
    public void The_staged_folder_holds_what_users_need_and_nothing_else()
    {
        var files = Directory.EnumerateFiles(Repository.Module).Select(Path.GetFileName).Order(StringComparer.Ordinal);
        var libraries = Directory.EnumerateFiles(Path.Combine(Repository.Module, "lib")).Select(Path.GetFileName).Order(
            StringComparer.Ordinal);

        Assert.Equal(
            [
                "LICENSE", "PodSecurity.Core.dll", "PodSecurity.Format.ps1xml", "PodSecurity.Pester.psm1", "PodSecurity.Types.ps1xml",
                "PodSecurity.dll", "PodSecurity.psd1", "THIRD-PARTY-NOTICES.txt",
            ],
            files);
        Assert.Contains("PodSecurity.Kubernetes.dll", libraries);
        Assert.DoesNotContain(libraries, name => name!.StartsWith("System.Management.Automation", StringComparison.Ordinal));
        Assert.NotEmpty(Directory.EnumerateFiles(Path.Combine(Repository.Module, "en-US"), "about_*.help.txt"));
    }

    [Fact]
    public void Every_shipped_library_is_in_the_notices()
    {
        var notices = File.ReadAllText(Path.Combine(Repository.Module, "THIRD-PARTY-NOTICES.txt"));
        var libraries = Directory.EnumerateFiles(Path.Combine(Repository.Module, "lib")).Select(Path.GetFileNameWithoutExtension);

        Assert.All(libraries.Where(name => !name!.StartsWith("PodSecurity.", StringComparison.Ordinal)), name => Assert.Contains(
            name!, notices, StringComparison.Ordinal));
    }

    [Fact]
    public void The_manifest_is_valid_and_carries_the_version_of_the_build()
    {
        using var module = new StagedModule();
        var manifest = (PSModuleInfo)Assert.Single(module.Run($"Test-ModuleManifest '{Repository.ModuleManifest}'")).BaseObject;

        Assert.Equal(
            FileVersionInfo.GetVersionInfo(Path.Combine(Repository.Module, "PodSecurity.dll")).FileVersion, $"{manifest.Version}.0");
    }

    [Fact]
    public void Importing_loads_no_library()
    {
        var shell = ShellProcess.Run("-Command", Loaded);

        var loaded = shell.Output.Split('\n', StringSplitOptions.TrimEntries);
        Assert.Contains("PodSecurity", loaded);
        Assert.DoesNotContain("PodSecurity.Kubernetes", loaded);
        Assert.DoesNotContain("YamlDotNet", loaded);
        Assert.DoesNotContain("KubernetesClient", loaded);
    }

    [Fact]
    public void Judging_files_never_loads_KubernetesClient()
    {
        var shell = ShellProcess.Run(
            "-Command", $"$null = Test-PodAgainstPsp -Path examples/manifests -PolicyPath examples/policies; {Loaded}");

        var loaded = shell.Output.Split('\n', StringSplitOptions.TrimEntries);
        Assert.Contains("PodSecurity.Kubernetes", loaded);
        Assert.DoesNotContain("KubernetesClient", loaded);
    }

    [Fact]
    public void Another_YamlDotNet_in_the_process_does_no_harm()
    {
        var folder = Directory.CreateTempSubdirectory("podsecurity-");
        try
        {
            var other = Path.Combine(folder.FullName, "YamlDotNet.dll");
            WriteEmptyAssembly("YamlDotNet", new Version(1, 0, 0, 0), other);

            var shell = ShellProcess.Run("-Command", $"[void][Reflection.Assembly]::LoadFrom('{other}'); {ReadYaml}");

            Assert.Equal("", shell.Error);
            Assert.Equal("web", shell.Output.Trim());
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    [Fact]
    public void Removing_and_importing_again_works()
    {
        using var module = new StagedModule();
        Assert.Equal("web", module.Run(ReadYaml).Single().ToString());

        var again = module.Run(
            $"Remove-Module PodSecurity; Import-Module '{Repository.ModuleManifest}'; (Get-Command -Module PodSecurity).Count; {ReadYaml}");

        Assert.True((int)again[0].BaseObject > 0);
        Assert.Equal("web", again[1].ToString());
    }

    [Fact]
    public void Two_runspaces_work_side_by_side()
    {
        using var one = new StagedModule();
        using var two = new StagedModule();

        Assert.Equal("web", one.Run(ReadYaml).Single().ToString());
        one.Run("Remove-Module PodSecurity");
        Assert.Equal("web", two.Run(ReadYaml).Single().ToString());
    }

    [Fact]
    public void Constrained_language_is_enough()
    {
        using var module = new StagedModule(PSLanguageMode.ConstrainedLanguage);

        Assert.Equal("web", module.Run(ReadYaml).Single().ToString());
        Assert.NotEmpty(module.Run("Test-PodAgainstPsp -Path examples/manifests -PolicyPath examples/policies"));
    }

    [Fact]
    public void Type_names_resolve_right_after_the_import()
    {
        using var module = new StagedModule();

        Assert.Equal("PodSecurity.PodSecurityPolicy", module.Run("[PodSecurity.PodSecurityPolicy].FullName").Single().ToString());
    }

    private static void WriteEmptyAssembly(string name, Version version, string path)
    {
        var assembly = new PersistedAssemblyBuilder(new AssemblyName(name) { Version = version }, typeof(object).Assembly);
        assembly.DefineDynamicModule(name);
        assembly.Save(path);
    }
}
