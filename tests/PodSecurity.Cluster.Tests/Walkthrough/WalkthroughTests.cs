using System.Text.Json.Nodes;
using PodSecurity.Api;
using PodSecurity.Cluster.Tests.Differential;
using static PodSecurity.Testing.Clusters.Dice;

namespace PodSecurity.Cluster.Tests.Walkthrough;

/// <summary>
/// From a cluster as EKS makes it to one with a policy of its own, as an administrator goes that way in PodSecurity.Shell. What the
/// module does not make (namespace, service account, pods) comes through the API.
/// </summary>
[Collection(ClusterCollection.Name)]
public sealed class WalkthroughTests(RealCluster cluster)
{
    private const string Namespace = "psp-eks-restrictive";
    private const string Developer = "eks-test-user";
    private const string HostNetworkError = "spec.securityContext.hostNetwork: Invalid value: true: Host network is not allowed to be used";

    private static readonly PolicyIdentity Identity = PolicyIdentity.ForServiceAccount(Namespace, Developer);

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task From_the_default_of_EKS_to_a_policy_of_ones_own()
    {
        var shell = new ClusterShell(cluster.KubeConfig);
        await using var admin = await cluster.ConnectAsync();
        await using var developer = await cluster.ConnectAsAsync(Identity);
        var folder = Directory.CreateTempSubdirectory("podsecurity-walkthrough-");
        var backup = Path.Combine(folder.FullName, "removed.yaml");
        await PrepareAsync(admin);
        await shell.RunAsync(
            $"Restore-EksDefaultPsp -Confirm:$false -BackupPath '{Path.Combine(folder.FullName, "found.yaml")}' -WarningAction "
            + "SilentlyContinue", Stop);
        try
        {
            await TheDefaultLetsEverybodyDoEverythingAsync(shell);
            await shell.RunAsync(
                $"$null = New-RestrictivePsp -Name eks.restrictive -Preset NoHostNetwork; Remove-EksDefaultPsp -Confirm:$false -BackupPath "
                + $"'{backup}' -WarningAction SilentlyContinue", Stop);
            await WithoutGrantNothingIsAdmittedAsync(shell, developer);
            await shell.RunAsync(
                $"Grant-PspUse eks.restrictive -ServiceAccount {Namespace}:{Developer} -Namespace {Namespace} -Confirm:$false", Stop);
            await TheGrantAdmitsAllButTheHostNetworkAsync(shell, developer);
            Assert.Contains("name: eks.privileged", await File.ReadAllTextAsync(backup, Stop), StringComparison.Ordinal);
        }
        finally
        {
            await shell.RunAsync(
                "Remove-PodSecurityPolicy eks.restrictive, eks.privileged -Confirm:$false -ErrorAction SilentlyContinue; $error.Clear()",
                    Stop);
            await admin.DeleteAsync(ResourceTypes.Namespaces, null, Namespace, DeletePreconditions.None, WriteOptions.Default, Stop);
            folder.Delete(recursive: true);
        }
    }

    private static async Task TheDefaultLetsEverybodyDoEverythingAsync(ClusterShell shell)
    {
        var table = await shell.RunAsync("Get-PodSecurityPolicy", Stop);
        Assert.Contains(
            table, line => string.Join(' ', Words(line)) == "NAME PRIV CAPS SELINUX RUNASUSER FSGROUP SUPGROUP READONLYROOTFS VOLUMES");
        Assert.Contains(
            table, line => string.Join(' ', Words(line)) == "eks.privileged true * RunAsAny RunAsAny RunAsAny RunAsAny false *");
        Assert.Equal(
            ["True * 0-65535"],
            await shell.RunAsync(
                "$spec = (Get-PodSecurityPolicy eks.privileged).Spec; \"$($spec.HostNetwork) $($spec.AllowedCapabilities) "
                + "$($spec.HostPorts)\"", Stop));
        Assert.Contains(
            "Group system:authenticated everywhere=True ClusterRoleBinding/eks:podsecuritypolicy:authenticated",
            await shell.RunAsync(
                "Get-PspUse eks.privileged | ForEach-Object { \"$($_.SubjectKind) $($_.SubjectName) everywhere=$($null -eq $_.Namespace) "
                + "$($_.Binding)\" }", Stop));
    }

    private static async Task WithoutGrantNothingIsAdmittedAsync(ClusterShell shell, IClusterGateway developer)
    {
        const string Refusal = "pods \"busybox\" is forbidden: PodSecurityPolicy: unable to admit pod: []";
        Assert.Equal(["eks.restrictive"], await shell.RunAsync("(Get-PodSecurityPolicy eks.*).Name", Stop));
        Assert.Equal(["Denied", Refusal], await shell.RunAsync(TestOf("busybox") + "$test.Outcome; $test.Message", Stop));
        await Eventually.TrueAsync(
            "the developer's pod is not refused", async () => (await AskAsync(developer, "busybox", false)).Refusal == Refusal);
    }

    private static async Task TheGrantAdmitsAllButTheHostNetworkAsync(ClusterShell shell, IClusterGateway developer)
    {
        const string Refusal = $"pods \"privileged\" is forbidden: PodSecurityPolicy: unable to admit pod: [{HostNetworkError}]";
        Assert.Equal(
            ["True"], await shell.RunAsync(
                $"(Test-PspUse eks.restrictive -ServiceAccount {Namespace}:{Developer} -Namespace {Namespace}).Allowed", Stop));
        Assert.Equal(["Allowed", "eks.restrictive"], await shell.RunAsync(TestOf("busybox") + "$test.Outcome; $test.Policy", Stop));
        Assert.Equal(["Denied", Refusal], await shell.RunAsync(TestOf("privileged") + "$test.Outcome; $test.Message", Stop));

        await Eventually.TrueAsync(
            "the developer's pod is not admitted", async () => (await AskAsync(developer, "busybox", false)).Stored is not null);
        var created = await developer.CreateAsync(ResourceTypes.Pods, Namespace, Pod("busybox", false), WriteOptions.Default, Stop);
        Assert.Equal("eks.restrictive", (string?)JsonNode.Parse(created.Json.Span)!["metadata"]!["annotations"]!["kubernetes.io/psp"]);
        Assert.Equal(Refusal, (await AskAsync(developer, "privileged", true)).Refusal);
    }

    // The pods of the examples folder, under the rights of the developer.
    private static string TestOf(string pod) =>
        $"$test = Test-PodAgainstPsp -Path examples/pods/{pod}.yaml -User {Identity.User} -Namespace {Namespace}; ";

    private static Task<ServerAnswer> AskAsync(IClusterGateway developer, string name, bool hostNetwork) =>
        ServerAnswer.AskAsync(developer, ResourceTypes.Pods, Namespace, Pod(name, hostNetwork), Stop);

    private static JsonObject Pod(string name, bool hostNetwork) => Fields(
        ("apiVersion", "v1"),
        ("kind", "Pod"),
        ("metadata", Fields(("name", name))),
        ("spec", Fields(
            ("hostNetwork", hostNetwork),
            ("containers", new JsonArray(
                Fields(("name", "busybox"), ("image", "busybox"), ("command", new JsonArray("sh", "-c", "sleep 1h"))))))));

    private static string[] Words(string line) => line.Split(' ', StringSplitOptions.RemoveEmptyEntries);

    private static async Task PrepareAsync(IClusterGateway admin)
    {
        await CreateAsync(admin, ResourceTypes.Namespaces, null, Namespace);
        await CreateAsync(admin, ResourceTypes.ServiceAccounts, Namespace, Developer);
        await CreateAsync(
            admin,
            ResourceTypes.RoleBindings,
            Namespace,
            "eks-test-editor",
            ("roleRef", Fields(("apiGroup", "rbac.authorization.k8s.io"), ("kind", "ClusterRole"), ("name", "edit"))),
            ("subjects", new JsonArray(Fields(("kind", "ServiceAccount"), ("name", Developer), ("namespace", Namespace)))));
        await Eventually.TrueAsync("the namespace's account has no token", async () =>
            await admin.GetAsync(ResourceTypes.ServiceAccounts, Namespace, "default", Stop) is { } account
            && JsonNode.Parse(account.Json.Span)!["secrets"] is not null);
    }

    private static Task CreateAsync(
        IClusterGateway admin, ResourceType type, string? @namespace, string name, params (string, JsonNode?)[] fields) =>
            admin.CreateAsync(
        type,
        @namespace,
        Fields([("apiVersion", type.ApiVersion), ("kind", type.Kind), ("metadata", Fields(("name", name))), .. fields]),
        WriteOptions.Default,
        Stop);
}
