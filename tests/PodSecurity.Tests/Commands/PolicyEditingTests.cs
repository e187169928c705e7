using System.Reflection;
using PodSecurity.Tests.Hosting;

namespace PodSecurity.Tests.Commands;

/// <summary>Policies are edited as PowerShell users edit objects; ConvertTo-PspYaml shows what came of it.</summary>
public sealed class PolicyEditingTests : IDisposable
{
    private readonly HostedModule _module = new();

    public void Dispose() => _module.Dispose();

    public static TheoryData<string, string> Edits()
    {
        var edits = new TheoryData<string, string>();
        string[] names =
        [
            "DefaultAddCapabilities", "RequiredDropCapabilities", "AllowedCapabilities", "Volumes", "AllowedUnsafeSysctls",
                "ForbiddenSysctls",
            "AllowedProcMountTypes",
        ];
        foreach (var name in names)
        {
            var field = char.ToLowerInvariant(name[0]) + name[1..];
            edits.Add($"$s.{name} = 'a'", $"{field}:|- a");
            edits.Add($"$s.{name} = 'a', 'b'", $"{field}:|- a|- b");
            edits.Add($"$s.{name} = [Collections.Generic.List[string]]('a', 'b')", $"{field}:|- a|- b");
            edits.Add($"$s.{name} = 'a', 'b' | ForEach-Object {{ $_ }}", $"{field}:|- a|- b");
            edits.Add($"$s.{name} += 'a'; $s.{name} += 'b', 'c'", $"{field}:|- a|- b|- c");
            edits.Add($"$s.{name}.Add('a'); [void]$s.{name}.Remove('x')", $"{field}:|- a");
            edits.Add($"$s.{name} = 'a', 'b'; $s.{name} = $s.{name} -ne 'a'", $"{field}:|- b");
            edits.Add($"$s.{name} = 1, $true", $"{field}:|- \"1\"|- \"true\"");
            edits.Add($"$s.{name} = 'a'; $s.{name} = $null", "");
            edits.Add($"$s.{name} = 'a'; $s.{name} = @()", "");
            edits.Add($"$s.{name} = 'a'; $s.{name}.Clear()", "");
        }
        (string Name, string Field, string[] Items, string Yaml)[] lists =
        [
            ("HostPorts", "hostPorts",
                ["@{ min = 80; max = 80 }", "@{ Min = 80; Max = 80 }", "[pscustomobject]@{ min = 80; max = '80' }", "80", "'80'"],
                    "- min: 80|  max: 80"),
            ("AllowedHostPaths", "allowedHostPaths", ["@{ pathPrefix = '/x'; readOnly = $true }", "'/x:ro'"],
                "- pathPrefix: /x|  readOnly: true"),
            ("AllowedFlexVolumes", "allowedFlexVolumes", ["@{ driver = 'x' }", "'x'"], "- driver: x"),
            ("AllowedCSIDrivers", "allowedCSIDrivers", ["@{ name = 'x' }", "'x'"], "- name: x"),
            ("RunAsUser.Ranges", "runAsUser:|ranges", ["@{ min = 1; max = 2 }", "'1-2'", "@{ min = 1L; max = 2L }"], "- min: 1|  max: 2"),
            ("FSGroup.Ranges", "fsGroup:|ranges", ["@{ min = 5; max = 5 }", "5"], "- min: 5|  max: 5"),
            ("SupplementalGroups.Ranges", "supplementalGroups:|ranges", ["@{ min = 0; max = 0 }", "0"], "- min: 0|  max: 0"),
        ];
        foreach (var (name, field, items, yaml) in lists)
        {
            foreach (var item in items)
            {
                edits.Add($"$s.{name} = {item}", $"{field}:|{yaml}");
                edits.Add($"$s.{name} = {item}, {item}", $"{field}:|{yaml}|{yaml}");
                edits.Add($"$s.{name} += {item}; $s.{name} += {item}", $"{field}:|{yaml}|{yaml}");
                if (!item.StartsWith("[pscustomobject]", StringComparison.Ordinal))
                {
                    edits.Add($"$s.{name}.Add({item})", $"{field}:|{yaml}");
                }
                edits.Add($"$s.{name} = {item}; $s.{name}[0].Psobject.Properties.Name | Out-Null", $"{field}:|{yaml}");
                edits.Add($"$s.{name} = {item}; $s.{name} = $null", "");
            }
        }
        foreach (var name in new[] { "Labels", "Annotations" })
        {
            var field = name.ToLowerInvariant();
            edits.Add($"$m.{name} = @{{ a = 'b' }}", $"{field}:|a: b");
            edits.Add($"$m.{name} = [ordered]@{{ a = 'b'; num = 1; t = $true }}", $"{field}:|a: b|num: \"1\"|t: \"true\"");
            edits.Add($"$m.{name} = [pscustomobject]@{{ a = 'b' }}", $"{field}:|a: b");
            edits.Add($"$m.{name}['x'] = 'z'", $"{field}:|x: z");
            edits.Add($"$m.{name}.Add('x', 'z')", $"{field}:|x: z");
            edits.Add($"$m.{name}.x = 'z'", $"{field}:|x: z");
            edits.Add($"$m.{name} = @{{ a = 'b' }}; $m.{name} += @{{ c = 'd' }}; [void]$m.{name}.Remove('a')", $"{field}:|c: d");
            edits.Add($"$m.{name} += @{{ c = 'd' }}", $"{field}:|c: d");
            edits.Add($"$m.{name} = @{{ a = 'b' }}; $m.{name} = $null", "");
            edits.Add($"$m.{name} = @{{ a = 'b' }}; [void]$m.{name}.Remove('a')", "");
        }
        foreach (var name in new[] { "Privileged", "HostNetwork", "HostPID", "HostIPC", "ReadOnlyRootFilesystem" })
        {
            edits.Add($"$s.{name} = $true", $"{char.ToLowerInvariant(name[0])}{name[1..]}: true");
        }
        foreach (var name in new[] { "AllowPrivilegeEscalation", "DefaultAllowPrivilegeEscalation" })
        {
            edits.Add($"$s.{name} = $false", $"{char.ToLowerInvariant(name[0])}{name[1..]}: false");
            edits.Add($"$s.{name} = $false; $s.{name} = $null", "");
        }
        edits.Add("$s.RunAsUser.Rule = 'RunAsAny'", "runAsUser:|rule: RunAsAny");
        edits.Add("$s.RunAsUser = 'RunAsAny'", "runAsUser:|rule: RunAsAny");
        edits.Add("$s.RunAsUser = @{ rule = 'MustRunAs'; ranges = @{ min = 1; max = 2 } }",
            "runAsUser:|rule: MustRunAs|ranges:|- min: 1|  max: 2");
        edits.Add("$s.RunAsUser = @{ rule = 'MustRunAs' }; $s.RunAsUser = $null", "");
        edits.Add("$s.RunAsGroup = @{ rule = 'MayRunAs'; ranges = '1-2', @{ min = 5; max = 5 } }",
            "runAsGroup:|rule: MayRunAs|ranges:|- min: 1|  max: 2|- min: 5|  max: 5");
        edits.Add("$s.RunAsGroup = 'RunAsAny'", "runAsGroup:|rule: RunAsAny");
        edits.Add("$s.FSGroup.Rule = 'RunAsAny'; $s.SupplementalGroups.Rule = 'RunAsAny'",
            "supplementalGroups:|rule: RunAsAny|fsGroup:|rule: RunAsAny");
        edits.Add("$s.SELinux.Rule = 'RunAsAny'", "seLinux:|rule: RunAsAny");
        edits.Add("$s.SELinux = @{ rule = 'MustRunAs'; seLinuxOptions = @{ level = 's0' } }",
            "seLinux:|rule: MustRunAs|seLinuxOptions:|level: s0");
        edits.Add("$s.SELinux.SELinuxOptions = @{ level = 's0' }", "seLinux:|seLinuxOptions:|level: s0");
        edits.Add("$s.RuntimeClass = @{ allowedRuntimeClassNames = 'gvisor'; defaultRuntimeClassName = 'gvisor' }",
            "runtimeClass:|allowedRuntimeClassNames:|- gvisor|defaultRuntimeClassName: gvisor");
        edits.Add("$s.RuntimeClass = @{}", "runtimeClass: {}");
        edits.Add("$s.RuntimeClass = @{}; $s.RuntimeClass.AllowedRuntimeClassNames += 'gvisor'",
            "runtimeClass:|allowedRuntimeClassNames:|- gvisor");
        edits.Add("$p.Spec = @{ privileged = $true; volumes = '*'; hostPorts = @{ min = 0; max = 9 } }",
            "privileged: true|volumes:|- \"*\"|hostPorts:|- min: 0|  max: 9");
        return edits;
    }

    [Theory]
    [MemberData(nameof(Edits))]
    public void What_a_user_writes_is_what_the_policy_says(string edit, string expected)
    {
        var result = _module.Run($$"""
            $p = ConvertFrom-PspYaml "apiVersion: policy/v1beta1`nkind: PodSecurityPolicy`nmetadata: { name: p }`nspec: {}"
            $s = $p.Spec; $m = $p.Metadata
            {{edit}}
            $p | ConvertTo-PspYaml
            """);

        Assert.Empty(result.Errors);
        Assert.Equal(Normal(expected), Normal(Body(result.Output[^1].ToString())));
        Assert.Single(result.Output);
    }

    [Theory]
    [InlineData("$s.HostPorts = @{ min = 1; maximum = 2 }")]
    [InlineData("$s.HostPorts = 'eighty'")]
    [InlineData("$s.HostPorts = @{ min = 'x'; max = 2 }")]
    [InlineData("$s.Volumes = @{ a = 1 }")]
    [InlineData("$s.Volumes = 'a', @{ a = 1 }")]
    [InlineData("$m.Labels = 'a'")]
    [InlineData("$m.Labels = @{ a = @{ b = 1 } }")]
    [InlineData("$s.Volums = 'a'")]
    [InlineData("$s.RunAsUser = @{ rul = 'RunAsAny' }")]
    public void What_makes_no_sense_is_an_error(string edit) =>
        Assert.NotEmpty(_module.Run($"$p = New-RestrictivePsp p -AsObject; $s = $p.Spec; $m = $p.Metadata; {edit}").Errors);

    [Fact]
    public void Every_property_of_a_policy_is_edited_here()
    {
        var edits = string.Join('\n', Edits().Select(row => row.Data.Item1));

        Assert.All(
            typeof(PodSecurityPolicySpec).GetProperties(BindingFlags.Public | BindingFlags.Instance | BindingFlags.DeclaredOnly),
            property => Assert.Contains($"$s.{property.Name}", edits, StringComparison.Ordinal));
    }

    [Fact]
    public void Looking_at_a_policy_does_not_change_it()
    {
        var result = _module.Run("""
            $p = ConvertFrom-PspYaml "apiVersion: policy/v1beta1`nkind: PodSecurityPolicy`nmetadata: { name: p }`nspec: { privileged: true }"
            $null = [System.Management.Automation.PSSerializer]::Serialize($p, 9)
            $p | ConvertTo-PspYaml
            """);

        Assert.Empty(result.Errors);
        Assert.Equal("privileged: true", Body(Assert.Single(result.Output).ToString()));
    }

    // What comes after the name: fields of metadata or of spec.
    private static string Body(string yaml) =>
        string.Join(
            '\n', yaml.Split('\n').Skip(3).Where(line => line is not ("  name: p" or "spec:" or "spec: {}")).Select(line => line.Trim()));

    private static string Normal(string text) => string.Join('\n', text.Replace('|', '\n').Split('\n').Select(line => line.Trim()));
}
