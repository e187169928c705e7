using PodSecurity.Api;

namespace PodSecurity.Inputs;

/// <summary>Pods as they were before an update, by namespace and name.</summary>
internal sealed class PodsBefore
{
    private readonly Dictionary<(string Namespace, string Name), Workload> _pods = [];

    public static async Task<PodsBefore> ReadAsync(ManifestInput input, IEnumerable<object> given)
    {
        var before = new PodsBefore();
        await foreach (var workload in input.WorkloadsAsync(input.FromArguments(given)))
        {
            if (workload.Kind == "Pod")
            {
                before._pods[KeyOf(workload)] = workload;
            }
        }
        return before;
    }

    /// <summary>The pod that this one was; null when none is known, or it is no pod.</summary>
    public Workload? Find(Workload workload) => workload.Kind == "Pod" ? _pods.GetValueOrDefault(KeyOf(workload)) : null;

    private static (string Namespace, string Name) KeyOf(Workload pod) => (pod.Namespace ?? "", pod.Name);
}
