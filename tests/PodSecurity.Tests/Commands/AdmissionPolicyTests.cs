using PodSecurity.Kubernetes.Serialization;
using PodSecurity.Tests.Hosting;

namespace PodSecurity.Tests.Commands;

/// <summary>ConvertTo-AdmissionPolicy: what it takes, what it gives, what it leaves out and says.</summary>
public sealed class AdmissionPolicyTests : IDisposable
{
    private const string UnknownFieldPolicy = """
        apiVersion: policy/v1beta1
        kind: PodSecurityPolicy
        metadata: { name: unknown }
        spec:
          hostNetwrok: true
          seLinux: { rule: RunAsAny }
          runAsUser: { rule: RunAsAny }
          fsGroup: { rule: RunAsAny }
          supplementalGroups: { rule: RunAsAny }
        """;

    private const string Grants = """
        apiVersion: rbac.authorization.k8s.io/v1
        kind: ClusterRole
        metadata: { name: use-plain }
        rules: [{ apiGroups: [policy], resources: [podsecuritypolicies], verbs: [use], resourceNames: [plain] }]
        ---
        apiVersion: rbac.authorization.k8s.io/v1
        kind: RoleBinding
        metadata: { name: use-plain, namespace: shop }
        roleRef: { apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: use-plain }
        subjects: [{ kind: ServiceAccount, name: web, namespace: shop }]
        """;

    private readonly HostedModule _module = new();
    private readonly TemporaryFolder _folder = new();

    public AdmissionPolicyTests()
    {
        _folder.Write("plain.yaml", Samples.PlainPolicy);
        _folder.Write("bad/invalid.yaml", Samples.PlainPolicy.Replace("name: plain", "name: 'Not A Name'", StringComparison.Ordinal));
        _folder.Write("bad/unknown.yaml", UnknownFieldPolicy);
        _folder.Write(
            "bad/never.yaml", Samples.PlainPolicy.Replace(
                "fsGroup: { rule: RunAsAny }", "fsGroup: { rule: MustRunAs }", StringComparison.Ordinal)
                .Replace("name: plain", "name: never", StringComparison.Ordinal));
        _folder.Write("granted/plain.yaml", Samples.PlainPolicy);
        _folder.Write("granted/grants.yaml", Grants);
    }

    public void Dispose()
    {
        _module.Dispose();
        _folder.Dispose();
    }

    [Theory]
    [InlineData("ConvertTo-AdmissionPolicy plain.yaml")]
    [InlineData("ConvertTo-AdmissionPolicy -LiteralPath plain.yaml")]
    [InlineData("Get-PodSecurityPolicy -Path plain.yaml | ConvertTo-AdmissionPolicy")]
    [InlineData("[IO.FileInfo]::new(\"$PWD/plain.yaml\") | ConvertTo-AdmissionPolicy")]
    public void Policies_come_in_every_form(string script)
    {
        var result = Run(script);

        Assert.Empty(result.Errors);
        var conversion = (AdmissionPolicyConversion)Assert.Single(result.Output).BaseObject;
        Assert.Equal(["plain"], conversion.Policies);
        Assert.Equal(("Kubernetes", "Audit"), (conversion.Engine, conversion.Action));
        Assert.NotEmpty(conversion.Losses);
    }

    [Fact]
    public void Documents_are_objects_that_scripts_read()
    {
        var result = Run(
            "$d = (ConvertTo-AdmissionPolicy plain.yaml -Name web -Action Deny).Documents; $d.kind; $d[1].spec.validationActions");

        Assert.Equal(
            ["ValidatingAdmissionPolicy", "ValidatingAdmissionPolicyBinding", "Deny"], result.Output.Select(item => item.ToString()));
    }

    [Theory]
    [InlineData("", "ValidatingAdmissionPolicy ValidatingAdmissionPolicyBinding")]
    [InlineData(
        "-IncludeMutation",
        "MutatingAdmissionPolicy MutatingAdmissionPolicyBinding ValidatingAdmissionPolicy ValidatingAdmissionPolicyBinding")]
    [InlineData("-Engine Kyverno -IncludeMutation", "MutatingPolicy ValidatingPolicy")]
    [InlineData("-Engine Gatekeeper", "ConstraintTemplate PodSecurityPolicies")]
    public void Yaml_has_the_losses_as_comments_and_reads_back(string parameters, string kinds)
    {
        var result = Run($"ConvertTo-AdmissionPolicy granted -AsYaml {parameters}");

        Assert.Empty(result.Errors);
        var text = string.Join("\n", result.Output);
        Assert.Contains("# What differs from PodSecurityPolicies:\n# - ", text, StringComparison.Ordinal);
        var documents = ManifestReader.ReadText(text, "yaml", fault => throw fault, CancellationToken.None).ToList();
        Assert.Equal(kinds.Split(' '), documents.Select(document => PodSecurity.Manifests.ManifestType.Read(document).Kind));
    }

    [Theory]
    [InlineData("bad/invalid.yaml", "PolicyInvalid")]
    [InlineData("bad/unknown.yaml", "PolicyFieldUnknown")]
    [InlineData("bad/never.yaml", "PolicyNeverAdmits")]
    public void What_cannot_be_carried_over_is_said_and_the_rest_is(string path, string errorId)
    {
        var result = Run($"ConvertTo-AdmissionPolicy {path}, plain.yaml");

        Assert.StartsWith(errorId, Assert.Single(result.Errors).FullyQualifiedErrorId, StringComparison.Ordinal);
        Assert.Equal(["plain"], ((AdmissionPolicyConversion)Assert.Single(result.Output).BaseObject).Policies);
    }

    [Theory]
    [InlineData("ConvertTo-AdmissionPolicy granted/grants.yaml", "NoPolicyToConvert")]
    [InlineData("ConvertTo-AdmissionPolicy plain.yaml -Engine Kyverno", "GrantsUnknown")]
    [InlineData("ConvertTo-AdmissionPolicy plain.yaml -Name 'Not A Name'", "ParameterArgumentValidationError")]
    [InlineData("1..8 | ForEach-Object { New-RestrictivePsp -Name \"p$_\" -AsObject } | ConvertTo-AdmissionPolicy",
        "AdmissionPolicyTooCostly")]
    public void Input_that_makes_nothing_is_an_error(string script, string errorId)
    {
        var result = Run(script);

        Assert.Empty(result.Output);
        Assert.StartsWith(errorId, Assert.Single(result.Errors).FullyQualifiedErrorId, StringComparison.Ordinal);
    }

    private ScriptResult Run(string script) =>
        _module.Run($"$ExecutionContext.SessionState.Path.SetLocation('{_folder.Path}') | Out-Null\n{script}");
}
