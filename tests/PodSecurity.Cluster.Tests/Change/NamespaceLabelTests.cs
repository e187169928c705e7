using System.Text.Json.Nodes;
using PodSecurity.Api;

namespace PodSecurity.Cluster.Tests.Change;

/// <summary>Pod Security labels of a namespace on a real API server: set, shown, refused for what violates them, brought back.</summary>
[Collection(ClusterCollection.Name)]
public sealed class NamespaceLabelTests(RealCluster cluster)
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Labels_are_set_shown_refused_and_brought_back()
    {
        var folder = Directory.CreateTempSubdirectory("podsecurity-labels-");
        var name = $"labels-{Guid.NewGuid():N}";
        await using var gateway = await cluster.ConnectAsync();
        await gateway.CreateAsync(ResourceTypes.Namespaces, null, Object("v1", "Namespace", name), WriteOptions.Default, Stop);
        try
        {
            var deployment = Object("apps/v1", "Deployment", "web", JsonNode.Parse("""
                {"replicas":0,"selector":{"matchLabels":{"app":"web"}},
                 "template":{"metadata":{"labels":{"app":"web"}},"spec":{"hostPID":true,"containers":[{"name":"web","image":"web"}]}}}
                """));
            await gateway.CreateAsync(ResourceTypes.Deployments, name, deployment, WriteOptions.Default, Stop);
            const string Show = "$l = Get-PodSecurityLabel $name; \"$($l.EffectiveEnforce) $($l.Warn) $($l.AuditVersion)\"";
            var said = await new ClusterShell(cluster.KubeConfig).RunAsync($$"""
                $name = '{{name}}'
                $backup = '{{Path.Combine(folder.FullName, "before.yaml")}}'
                Set-PodSecurityLabel $name -Enforce privileged -Warn baseline
                try { Set-PodSecurityLabel $name -Enforce baseline -ErrorAction Stop } catch { $_.FullyQualifiedErrorId; $error.Clear() }
                {{Show}}
                Set-PodSecurityLabel $name -Enforce restricted -EnforceVersion v1.24 -Warn '' -AuditVersion latest -Force -BackupPath $backup
                {{Show}}
                Restore-PodSecurityBackup $backup -Confirm:$false
                {{Show}}
                """, Stop);

            Assert.Equal(
                [
                    "EnforceViolated,PodSecurity.Commands.SetPodSecurityLabelCommand", "privileged:latest baseline",
                    "restricted:v1.24  latest", "privileged:latest baseline",
                ],
                said);
        }
        finally
        {
            await gateway.DeleteAsync(ResourceTypes.Namespaces, null, name, DeletePreconditions.None, WriteOptions.Default, Stop);
            folder.Delete(recursive: true);
        }
    }

    private static JsonObject Object(string apiVersion, string kind, string name, JsonNode? spec = null) => new()
    {
        ["apiVersion"] = apiVersion, ["kind"] = kind, ["metadata"] = new JsonObject { ["name"] = name }, ["spec"] = spec,
    };
}
