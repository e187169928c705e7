using PodSecurity.Admission;
using PodSecurity.Api;
using PodSecurity.Api.Decoding;
using PodSecurity.Cluster;
using PodSecurity.Impact;
using PodSecurity.Manifests;
using PodSecurity.Migration.Pods;
using PodSecurity.Verdicts;

namespace PodSecurity.Migration;

/// <summary>
/// Reads all that makes pods in a cluster or snapshot, then the pods, each once. Of the pods it keeps what is different about them: memory
/// grows with the templates, and with the pods that have none.
/// </summary>
internal sealed class ClusterSurvey
{
    private static readonly ManifestDocument Dropped = new(default, new("(not kept)"));

    private readonly IClusterGateway _gateway;
    private readonly PspAdmission _admission;
    private readonly Dictionary<string, Template> _templates = [];
    private readonly HashSet<(string Controller, string Injection, string Others)> _seen = [];
    private readonly Dictionary<(string Controller, string Injection, string Policy), Dictionary<PodField, object?>?> _writes = [];
    private readonly List<SurveyedWorkload> _workloads = [];

    /// <param name="policies">Those that running pods may name; none where there is no PSP.</param>
    /// <param name="release">Null: <see cref="KubernetesRelease.Default"/>.</param>
    public ClusterSurvey(IClusterGateway gateway, IEnumerable<PodSecurityPolicy> policies, KubernetesRelease? release = null) =>
        (_gateway, _admission) = (gateway, new(policies, release));

    /// <summary>Only this namespace; null: all.</summary>
    public string? Namespace { get; init; }

    /// <summary>Told of each running pod that differs from its template; null: nobody wants to know.</summary>
    public Action<ComparedPod>? Compared { get; init; }

    /// <summary>Told of each object that cannot be read.</summary>
    public Action<ManifestException> Unreadable { get; init; } = _ => { };

    public async Task<IReadOnlyList<SurveyedWorkload>> ReadAsync(CancellationToken cancellationToken)
    {
        await foreach (var type in ClusterInventory.TemplatesAsync(_gateway, cancellationToken).ConfigureAwait(false))
        {
            await ReadAsync(type, TakeTemplate, cancellationToken).ConfigureAwait(false);
        }
        await ReadAsync(ResourceTypes.Pods, TakePod, cancellationToken).ConfigureAwait(false);
        return _workloads;
    }

    private async Task ReadAsync(ResourceType type, Action<Workload> take, CancellationToken cancellationToken)
    {
        var documents = _gateway.ListAsync(type, Namespace, cancellationToken);
        await foreach (var attempt in DecodeAhead.Of(documents, WorkloadDecoder.Decode, cancellationToken).ConfigureAwait(false))
        {
            if (attempt.Error is { } error)
            {
                Unreadable(error);
            }
            else if (attempt.Value is { } workload)
            {
                take(workload);
            }
        }
    }

    private void TakeTemplate(Workload template)
    {
        var isFinished = WorkloadStatus.IsFinished(template);
        var owner = OwnerOf(template);
        var speaker = owner is not null ? owner.Speaker : isFinished ? null : Keep(template);
        if (template.Uid is { } uid)
        {
            _templates[uid] = new(template.Pod, speaker);
        }
    }

    private void TakePod(Workload pod)
    {
        if (WorkloadStatus.IsFinished(pod))
        {
            return;
        }
        if (OwnerOf(pod) is { Speaker: { } speaker } template)
        {
            Compare(template, pod, speaker);
        }
        else
        {
            Keep(pod with { Document = Dropped });
        }
    }

    private SurveyedWorkload Keep(Workload workload)
    {
        var kept = new SurveyedWorkload(workload);
        _workloads.Add(kept);
        return kept;
    }

    private Template? OwnerOf(Workload workload) =>
        workload.Controller is { } controller && _templates.TryGetValue(controller.Uid, out var owner) ? owner : null;

    private void Compare(Template template, Workload pod, SurveyedWorkload speaker)
    {
        var running = pod.Pod;
        var policy = running.Annotations?.GetValueOrDefault(PodAnnotations.Policy);
        var injection = RecreatedPod.InjectionKey(template.Pod, running);
        var differences = new PodBlame(policy, WritesOf(policy, injection, template.Pod, pod))
            .Of(template.Pod, template.Fields, running).ToList();
        speaker.Add(differences);
        if (policy is not null)
        {
            speaker.Policies.Add(policy);
        }
        if (differences.Exists(difference => difference.Cause == BlameCause.Policy))
        {
            speaker.MutatedPods.Add(pod.Name);
        }
        if (differences.Count > 0)
        {
            Compared?.Invoke(new(speaker.Namespace, pod.Name, policy, pod.Controller!, differences));
        }
        KeepVariant(pod, injection, differences, speaker);
    }

    // What a policy wrote, or may have written, is taken out again; what others did, they will do again.
    private void KeepVariant(Workload pod, string injection, List<BlamedField> differences, SurveyedWorkload speaker)
    {
        var others = differences.Where(difference => difference.Cause == BlameCause.Other).ToList();
        if (others.Count == 0)
        {
            speaker.HasPlainPods = true;
            return;
        }
        var key = string.Join('\n', others.Select(difference => new PodChange($"{difference.Field}", null, difference.NewValue)));
        if (_seen.Add((pod.Controller!.Uid, injection, key)))
        {
            speaker.Variants.Add(BeforePolicies(pod.Pod, differences));
        }
    }

    private static SurveyedPod BeforePolicies(Pod running, IEnumerable<BlamedField> differences)
    {
        var token = ServiceAccountToken.Existing(running);
        var clean = differences.Where(difference => difference.Cause != BlameCause.Other)
            .Aggregate(running, (pod, difference) => pod.With(difference.Field, ValueWithoutPolicy(running, difference)));
        return new(
            clean with
            {
                EphemeralContainers = [],
                Volumes = [.. clean.Volumes.Where(volume => volume.Name != token)],
                InitContainers = [.. clean.InitContainers.Select(container => Unmount(container, token))],
                Containers = [.. clean.Containers.Select(container => Unmount(container, token))],
            },
            token is null ? TokenVolume.None : null);
    }

    // Of a list that a policy and others have added to, only the policy's part goes.
    private static object? ValueWithoutPolicy(Pod running, BlamedField difference) =>
        difference.NewValue is IEnumerable<string> written && PodFields.Of(running).GetValueOrDefault(
            difference.Field) is IEnumerable<string> now
            ? now.Except(written.Except(difference.OldValue as IEnumerable<string> ?? [])).ToArray() is { Length: > 0 } left ? left : null
            : difference.OldValue;

    private static Container Unmount(Container container, string? token) =>
        token is null ? container : container with { VolumeMounts = [.. container.VolumeMounts.Where(mount => mount.Name != token)] };

    private Dictionary<PodField, object?>? WritesOf(string? policy, string injection, Pod template, Workload pod)
    {
        if (policy is null)
        {
            return [];
        }
        var key = (pod.Controller!.Uid, injection, policy);
        if (!_writes.TryGetValue(key, out var writes))
        {
            var made = RecreatedPod.Combine(template, pod.Pod);
            _writes[key] = writes = _admission.WritesBy(policy, made)?.ToDictionary(
                change => PodField.At(change.Path, made), change => change.NewValue);
        }
        return writes;
    }

    /// <param name="Speaker">What stands for its pods; null when it has finished.</param>
    private sealed record Template(Pod Pod, SurveyedWorkload? Speaker)
    {
        public Dictionary<PodField, object> Fields => field ??= PodFields.Of(Pod);
    }
}
