namespace PodSecurity.Kubernetes.KubeConfig;

/// <summary>What of the process's surroundings decides which cluster is meant; tests give their own.</summary>
internal sealed record KubeEnvironment
{
    /// <summary>The KUBECONFIG variable: files, separated as in PATH.</summary>
    public string? KubeConfigVariable { get; init; }

    /// <summary>Used when KUBECONFIG is not set.</summary>
    public required string DefaultFile { get; init; }

    /// <summary>Where a pod finds the token, CA and namespace of its service account.</summary>
    public required string ServiceAccountFolder { get; init; }
    public string? ServiceHost { get; init; }
    public string? ServicePort { get; init; }
    public string? PodNamespace { get; init; }

    public static KubeEnvironment Current => new()
    {
        KubeConfigVariable = Environment.GetEnvironmentVariable("KUBECONFIG"),
        DefaultFile = Path.Combine(HomeFolder, ".kube", "config"),
        ServiceAccountFolder = "/var/run/secrets/kubernetes.io/serviceaccount",
        ServiceHost = Environment.GetEnvironmentVariable("KUBERNETES_SERVICE_HOST"),
        ServicePort = Environment.GetEnvironmentVariable("KUBERNETES_SERVICE_PORT"),
        PodNamespace = Environment.GetEnvironmentVariable("POD_NAMESPACE"),
    };

    /// <summary>kubectl takes HOME first, on Windows too.</summary>
    private static string HomeFolder => Environment.GetEnvironmentVariable("HOME") is { Length: > 0 } home
        ? home
        : Environment.GetFolderPath(Environment.SpecialFolder.UserProfile);
}
